/// Random games by Scripts/shogi-oracle.py --swift; its header explains the form.
let shogiOracleGames = """
  mate 161 870148e3 lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t5g5f 8b3b \
  3i3h 5a6b 4g4f 6b5b 3h4g 6a6b 3g3f 6b6a 2i3g 1c1d 5f5e 3b4b 7i7h 1a1b 9g9f 9a9b 1i1h 6c6d 2h4h \
  5b6c 8h9g 6c5b 5i5h 1b1c 4g5f 5b6b 7g7f 8c8d 5h5g 3a3b 8i7g 6a5b 9f9e 7c7d 4h2h 7d7e 2h5h 6b7c \
  5f4g 7c6c 9g7e 9c9d 7e9g 8d8e 4i4h 2b3a 9g8f 5b6b 1g1f 4c4d 9i9f 3a2b 8f7e 4b4c 7e6f 9b9c 7g6e \
  1d1e 4g3h 4c4b 6f7g 2b3a 3f3e 4a5b 3g4e 6c7b 7g5i 3b4c 6e5c+ 1c1d 3h3g 3a1c 4h4i 1c2b 3e3d \
  4c3d P*3h 8a7c 5i4h P*5d 5c5b 7c6e 5g4g 7b8a 6i5i 5d5e 5h5g 6e7g G*8h 2b1c 8h8i 8a9b 5i5h 1c4f \
  P*4c 3d2e 7h7g 4f3g 2g2f S*2i N*7e 3g2f 5h5i 9b8a 5i6h 2i3h 4g5h 6b6a 8i8h 3c3d 4e3c 1e1f 5b6a \
  4b9b G*1e 3h3i 7e8c+ 7a8b 3c4a+ P*7c 4i5i 4d4e 5g3g 2f4d 3g4g 9d9e 4h2f 3d3e 4g5g 4d3c 4c4b \
  3c1e 8c7c G*7h 8g8f 8b7c 5g5e N*1g 6h6i 3i4h 6i6h 4h3i 9f9e P*7d 1h1g 7c6b 8f8e 2a1c N*8d 6b5a \
  5e5a+ 1e4b S*5d 4b1e P*1i P*8b 9e9c+ 4e4f 9c9b
  limit 300 33d940c0 lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t4i5h 3c3d \
  2h3h 6a6b 3h4h 1a1b 4h2h 6b5b 5i6h 5c5d 7i7h 4c4d 3i4h 4a4b 6h5i 2b1a 2h3h 5a6a 5g5f 4b3c 5h5g \
  5b5a 8g8f 3c2d 5f5e 8b5b 3h3i 4d4e 6i6h 5b7b 5i4i 2a3c 5g5f 1c1d 5e5d 9c9d 8h7i 1a2b 7h8g 9a9c \
  6h7h 1d1e 5f5e 1e1f 8g9f 6a5b 7i2d 7b6b G*2h 8c8d 2d1c+ 5a4b 7h7i 6b6a 5e6d 2b1a 1c2c 1a2b \
  7i8h 3c2e 8h9h 4e4f 9f8g 1b1d 6d7d 2e1g+ 7d8d 3a3b 2c1c P*2c 8g9f 6a4a P*1h 2b7g 9f8g 7a7b \
  8d8e 5b6b 8g7h 1g1h 8e7e P*5b 2i1g 7g6h 4i3h 5b5c 9h8g 6h7g P*7i 7g5e 7e6d 1d1e 8g8h 6b6a 1c3a \
  5e7g P*1d 7g6f+ 3i2i 7c7d 7h6i 6f8d 8f8e 3d3e 3a1c 4a2a 3h3i 6a7a 8h8g 4f4g+ 6i7h 8d6b 8g7g \
  2a2b 8e8d 1h1g 7g6f N*9e 6f5e 7a8b 4h5i 2b1b 6d7c 8b7c 8d8c 3b3c 2h3h G*9h 8i7g P*4e 6g6f 4e4f \
  1c1b 9h9i R*2f L*6g 2f2e 7b8c 2e1e 6b7b L*9f 6g6h 1b1a 9i9h 7h6g 8c8d 1e3e 4g5h 2g2f 5h4i 3i4i \
  P*3d P*8b P*8c 3h2g 4f4g 7i7h 3c4d 4i5h 7c8b P*8e 9h8h 8e8d 4b3b S*4c 8b7c 1d1c+ 8h7h 7g6e \
  7c8d 6g5f 3b3a 6e7c 8d7e 2i2h 6h6i+ 4c5b 7b6a 5f6e 7e8d 1c2c P*2d 2f2e 4d3c 7c8a+ 4g4h 5e4e \
  7h7i 9f9e 8d7c P*1h 1g2h 2g2f R*6d 4e4f 2h3h 6e5f 6d6e 3e6e 9d9e R*7h 7i7h 5f4g R*7b 6e5e 6i7i \
  5b6a+ L*7f 9g9f 7c6d 5e8e 7h7g B*1d 5c5d 2c3c 7b7c 8e8g 9e9f 4f5f 4h4i+ N*9g 9c9d S*8h 3a2b \
  8g8c 3h3g P*7b 4i4h 5h5g P*4d 8c8b+ 7g7h 1d4a 4h3i 4a6c+ 6d6c 2f1f 6c5c 8h8g B*4b P*4h 5c6c \
  8g9f 3g4h P*4c 4b5a N*8e 3i2i P*5c P*6b 8b7a 7h6i 1h1g P*9a 1a2a P*1a 5c5b 4h3i 3c4b 5a4b 7a8b \
  2i1i 4g4f 3i2i 6a7a 6i6h 2a3a 6h7h 5f4e L*9h 9f9e 9d9e 5g4g S*2c 4e3d 4d4e 3a4b 2b3c P*3e 2c3d \
  4g3g G*5e 3g3h 9e9g+ 8b9b N*3a B*3f 9g9f 3f6i 9h9i+ 4f3g 2i3i 3h4g 3i3h 3g2f 9f8f 8e7c 3c4c \
  R*3f 4c3c
  mate 248 b5b33d6e lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t2h7h 1c1d \
  2g2f 8b9b 6i6h 6a5b 5g5f 1d1e 5i6i 3a3b 7g7f 1a1c 4g4f 1c1d 8g8f 7a8b 2f2e 8c8d 4i4h 8b8c 3i2h \
  9c9d 8h4d 5c5d 4d5c+ 8a9c 2h2g 3c3d 8f8e 5b5c 9g9f 2b1c 7i8h 5d5e 6h5g 4a5b 7h7i 1c3a 8h9g \
  B*3f 6i5i 1e1f 5g5h 5b6b 2e2d 9b8b 4h4g 5a6a 5f5e 1f1g 7i7h 2a3c P*1h 4c4d 2g3f 6b5b 2i1g P*1b \
  7h8h 3a2b 4g4h 5b6b 1g2e 8d8e B*7e 3b4a 8h7h P*5a 2d2c 1d1f 7h6h 8c9b 7e8f 3c4e 6g6f 3d3e 5h6g \
  1b1c 8f6d 6b5b 6d7c+ 5b6b 7c6d 6b5b 6d7c 5b6b 4f4e 6b7c 6g7g B*8a 2e1c+ 8e8f N*4g 6a7b 3f2g \
  9c8e 4h4i 9b8c 7g8g 8c9b 6h7h 8e7g+ 1c1d 7g7h 2c2b+ 7c8d B*9h 7b7a 2b3a R*5h 5i5h 7h7g 8i7g \
  8b3b N*6e 5c5b R*8i 8f8g 5e5d G*6g 5h4h 4d4e P*4b 8d8c 9h8g P*7h 6e7c 9b9c 4h5i 3b3a 1d1c P*1e \
  7f7e 9a9b P*8d 1f1h P*1d 3a3b 4g3e 6g6h 5i6h P*3c G*4c 7a6b 7g8e 8c7c 8i7i N*4g 6h5g 6b6a 5g4h \
  6c6d 9g8h 5b4b 4i5i P*8c 4h5g 7c7b 2g3h 3b1b 4c4b 1h1i+ G*2i L*7g 5g5h 1b4b P*2d G*7a 5i4h \
  4a5b 3e2c 5b4a 8g9h 4b6b 7i7h 4a3b 8d8c+ 9c8d 8h7g 8d7e 9h7f 7b8b 5h6h P*7b L*2h 4g3i+ 3g3f \
  3i4i 8e7c+ 6a5b 2c1a+ 9b9c P*8f 5b4a P*4d 6b5b 2h2f 9d9e 4d4c 7a6a 6h5h 7e7f 7c7d B*3a 7d8d \
  3b2a 4h3g 4e4f 1c2b 7f8e 2b1b 4i3i P*7c 5b5d 5h6i 9e9f P*5c 5d5c 8d9d P*2c 1a2a 4f4g 7c7b 8b7b \
  8c9c P*7a L*5f 8a9b P*5b 5c5d S*5h 9b7d 6f6e 7d6c 6i7i 8e7f 9i9g 7f7g 2a1a P*8b 3h4g 3a5c P*9h \
  S*6g 2d2c 3i3h 2i3i 6g7h
  limit 300 a01ba4ac lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t3i3h 7a6b \
  4i4h 6a5b 1g1f 5b4b 6i5h 5c5d 7i7h 4a5b 8g8f 8b9b 5g5f 6b7a 8h7i 9c9d 3h4i 1c1d 7i3e 2b1c 9g9f \
  1a1b 3e6h 5b5c 6h4f 1c2d 4f3e 1d1e 3e6h 7a6b 9i9h 2d5g+ 4i3h 1e1f 4h5g 2a1c B*6a 3a2b 5g4f \
  7c7d 9h9g 5a6a 5i4h 6a5b 4f4e 5b5a 8f8e B*1e 6h5g 6b7c 4e5e 3c3d 5g7i 5c5b 5e6d 5d5e 7i6h 7c6d \
  4h5i G*8g 9f9e 5b5c 9g9f 2b3c 9e9d 3d3e 9f9e 5a6a P*1h 8a7c 8e8d 8g8h 4g4f P*9h 6h7i 8h7h 5h4g \
  5c5b 4f4e 7d7e 5f5e 7c6e 4g4f 6e7g+ 8d8c P*5a 8c8b+ S*5h 5i4h 3c4d 8b8a 7h8h 4f4g 8h7i 4h5h \
  4d5c P*7b B*1g 1h1g 6d6e S*3d 9b9c B*9b 7g8g 8a9a 9c7c P*8b 1e3c 9b6e+ 6a7b 6e5d P*8d L*4h \
  3c2b 3d3c+ 7c7d S*3a 3e3f 5h5g 7d6d 8b8a+ 6d6g+ 5g6g 4b3c 2h1h S*4f R*5f 3c2d 5f4f 2d3e S*7f \
  3e2f 3a4b 3f3g+ 6g5g 2b4d 5d4d 7b8c 4b3c 3g4g 3h4g 6c6d 4f6f P*3b 7f8e G*2e 4d2f 5b6b B*2h \
  2e2f P*3i B*5f 8a8b 8c7c 9d9c 8g7g 6f6e 5c4d G*5h 5f4e 8b8c 7c8c 4g5f 1c2e 2g2f 6b7c 3c2d+ \
  1f1g+ 8e7d 8c7d G*6i 7d8e 2i1g 3b3c 1g2e S*8a N*3e 9h9i+ P*1e 4d5e 6i7h 7i7h 6e6g 5e6f 5g4g \
  6f5e 6g6h 2c2d 2e1c+ S*7b 6h7h 7g7f G*2e 7f8f 8i7g 8e7f 1c2b P*9b 5h6h 4e5d 1h1f G*6i 1e1d \
  P*1c 1f1g 2d2e 3e2c G*6g 9c9b+ 1c1d 5f5e 5d2g+ P*8b 6g7h S*9f 8f8g 3i3h P*9d 4g5h 8g7g 2b1a \
  N*1f 6h6i 7c6c 5e6f 6c7d G*3a R*6h 5h5g 2g6c 1g3g 7g8g 4h4e 6h3h+ 2h1g 6d6e 3g3c 6c5b P*3e \
  5b6b 9f8e 8d8e 4e4d S*1h 6f6e 7f6e 3a4a 1h1i+ 9b8a P*3d 3c3b+ L*6g P*9g S*2b 3b3d 8g8h S*3i \
  P*3b 6i5h 1f2h+ 2c3a+ 7d6d 5g6g 7b8c P*5e 6b5c 3d4e 7h6h 6g5g 7e7f L*7h 3b3c 3a2a 5c3a 5h6h \
  9i9h 4e4f 6d5e G*6c 2b1a 6c6b N*8d 3i3h 2h2g R*4i 9h8i 9a9b 3a4a 4f4g 4c4d 6h6i L*3f 1g3i 1d1e \
  3i2h G*5i 2a1a 6e5d 6b5b 5e6e
  limit 300 5046f0da lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t7g7f 4a5b \
  4i3h 5b4b 8h3c 2a3c 5i4h B*7d 2h1h 6c6d 6i5i 2c2d 5g5f 8b5b 3i2h 3c4e 4h4i 9a9b 4i3i 4e3g+ \
  7i6h 5a4a P*3c 1c1d 5i5h P*3e 6h5g 1a1c 7f7e 6a7b 7e7d 5c5d 3c3b+ 3a3b B*6i 4b3c 5h4h 6d6e \
  3i4i 3g2h 3h3i S*1b 5g6h 4a4b 6h5i 2h1h 2g2f 3c2c 1g1f 1d1e 8i7g R*7f 4i5h 3b4a 7g8e 7f5f 5h4i \
  2b9i 5i5h L*2a 3i3h 5b5a 2i3g 5f4f 3g4e 9i3c 3h3g 4b3b 2f2e 1h1i 4i5i L*4b 7d7c 2c2b 6g6f 3c6f \
  4h3h 4f3f P*5b 6f8h+ 8e9c 1i2i 3g4f 8h9g 3h3i 2i2h P*9f 3f3h 4f5e 2h2g 9c8a+ P*7h N*3g 7h7i+ \
  4e3c+ 2b3c 3i3h 9g6d R*3i 2g2h 9f9e 6d9g 5e4d N*3f 2e2d 7i6i 5i6i B*9d 5h4i P*7h 8a7a 9g8g \
  S*8d 7b6c 2d2c 7h7i+ 6i6h 2h2i 3h2h 5a6a 8d8c P*2b 3i2i P*8b N*6i 3f4h+ 4i4h 6c7c N*2f P*9a \
  P*3h 6a5a 4d4e 3b3a P*8f 9d8e 2h1h 7c8c P*7g 3a3b 2f3d 5a5b 1h1i 8e4i+ 2i2d 8g9g 4e5d S*5i \
  4h5i 4i3h S*5g 3e3f 3d4b+ 5b4b 2d2h N*5b L*8d P*7h 5g6f P*5f 7a6a 3h2h 7g7f 1c1d P*5g 3c4d \
  5d4d R*3d 3g2e 5f5g+ 6i5g 6e6f P*3h 9b9d 2e1c+ 2h4f G*9i S*7c 4d4e 9d9e 5i4h 4f3g 7f7e 3d3c \
  3h3g 2b2c 4h3i 3f3g 6h5h 7i6i 1i2h 6f6g+ 5h4i 3c3e 3i4h 6g6h 1c1d 7c8d B*7b L*9h 6a5a 7h7i+ \
  L*4f P*5f 9i9h P*6f 4e5d 9g8h 4h3i 9e9f L*5i 3e3d 4f4c+ 3b2b P*5c 2c2d 4c4d 1b1c 2h2g 6i5i \
  4i4h L*4c 7b6a 3g3h+ 3i3h 8h8i 6a5b+ 9f9g+ 5a4a 2b3b N*6e P*7a S*2f P*3e 5b5a 4b5b 9h9g 5b6b \
  L*5h 5f5g+ 5h5g 7i6i 4d4e 6b4b 2f1g N*5b 5c5b 8d9c N*7h 5i4i 3h4i 6h5i 2g2f 7a7b 5a4b 3b2b \
  4b4c 8i7h P*2h N*3f 4h3g P*5a R*9f 3f4h+ 4c3b 2b1b 5d5e 8c7c 1d1c 1b1c S*8i 7c8c 4e3d N*2e \
  2f2e 4h4i 2e3e 1e1f N*5d S*2f 3g3h 2f2g+ 3h2i 7h9f 8i8h 9f5b P*3i 7b7c L*1e R*1d R*8i 6i6h \
  3b2a 1f1g+ 3e4d S*9b 5g5f 5i5h L*8d 8c9d
  limit 300 ce8f51cd lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t9i9h 4c4d \
  4i5h 4a3b 3i3h 6a7b 8h9i 7c7d 9g9f 3c3d 7i7h 7b7c 3h4i 5a6b 9i8h 7c7b 9h9g 3d3e 1i1h 6b5b 4i3h \
  5b6b 5i4i 6b6a 2g2f 9a9b 6i5i 7b7c 5h4h 7d7e 8g8f 2a3c 7h6i 1a1b 5i6h 3a4b 4i5h 5c5d 8h9i 7a6b \
  9f9e 5d5e 6i7h 3b4c 4h4i 4b5a 7g7f 2b3a 3g3f 6c6d 9g9f 7c6c 5h5i 3a4b 6h5h 6a7a 5i6i 7e7f 3f3e \
  7f7g+ 7h7g P*7b 2f2e 6b5c 5h5i 5c5d 1g1f 8c8d 4g4f 6c7c 4f4e 3c4e 7g7f 4c5c 6i7h 7a6b P*7g \
  P*3c P*4f 6b5b 3h2g 5b6a 4i3i 9c9d 5i6h 5e5f 2g3f 6d6e 2h2f 4e3g+ 6h5h 5c5b 7h8h 5d4c 8h7i \
  4c3b 3i2h 5a6b 7f8g 5b5a 8i9g 3g4g 9g8e 5a4a 7g7f 9d9e 2i3g 4b8f 9i8h 6a5b 1h1g 6b6c 6g6f 7c6d \
  2h2i 5b5c 5h6h 4d4e 2i3i 8b8c 9f9e P*9g 3i2i 8f7g 9e9b 4a3a 6h6i 6d7e L*6g 3c3d 8g9h 5f5g 1f1e \
  6c5b 9h8i 8c7c 2f2g 4g4f 8e7c 7g6f 7c6a+ 6f8h 7i7h B*8g 7h6h 5c6d R*5h 3b4a 2g2h 3d3e P*8f \
  6d5c 8i9h 7e8f 5h5g 8h5e+ 6g6f 1c1d 5g7g 1d1e P*4h 4f3f 7f7e S*5f 7g5g 4a3b 1g1e 8f9f 5g5i \
  5f6g+ 6h7i 3f4f 6i6h 5b4a P*1h 4f4g 7e7d 5c5d 1e1c 4g3h 6h5h 6e6f 7d7c+ L*5a 9h8g 3h2i B*6d \
  2i3i 6d3a 5e4d G*2b G*1e 3a5c+ 5a5c 8g9f B*3d G*1a 1e2e 2h2e 7b7c 2e2d 4a5b G*6c 6g5h 1c1b+ \
  G*6i 7i8i 4e4f L*6g 3i3h 3g2e 6i5i 2b3a 3h2h 1b2a R*4i 2d1d P*5a 9f8e 6f6g+ 1d1f 4d2b 8e9d \
  L*2d 2e1c 2h2g 6c7b 2b5e 4h4g 5d6d 3a4a 6d6c 1f1e 4i4g 1e1d 3e3f 1h1g 3d4e 1a1b P*6b 4a5a 9g9h \
  P*6e 6g7h 8i9h 7h7i P*5d 4g4h+ 9h9g 4h4i 9d9c+ 7i6i 9g8f 2g2h 6a6b 6c5d P*2g 6i6h 1b1a P*6g \
  2a2b 5e7g 8f9g 5d6e 6b6c 7g8f 9g8f 2h3i 7b7c 5h4h B*1f 5b4c 6c6b 5c5e 2b1b 5e5h+ P*9d P*7e \
  8f9f 4i3h 5a4a 2d2f 6b7b P*9h 7c8c 4e3d 7b7c 2c2d 1f3d 9h9i+ 7c6b 6h7i 9b9a+ 8a9c B*5g S*7f \
  5g4f P*5c 3d2c 3h2i
  limit 300 8a81926c lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t5g5f 4a3b \
  5i5h 3b4b 2g2f 8b7b 6i7h 4b5b 5h6i 6a6b 4g4f 7b8b 2h2g 3a4b 8g8f 9a9b 5f5e 5a4a 1g1f 5c5d 1i1g \
  8b7b 2f2e 9c9d 3i3h 9b9c 9g9f 9d9e 2e2d 4b5a 6g6f 5b5c 8f8e 4a3a 2g2e 5c4d 6i5h 4d3d 5h6g 1a1b \
  7h6h 3a4b 6g7h 3d4d 4i3i 4d3d 9f9e 6b6a 6f6e 9c9e P*9c 2b3a 7h8g 4c4d 3i4i P*9d 2e2g 4d4e 8g7h \
  1c1d 3g3f 4e4f 6h6i 4f4g 6i5i 7b6b 7h8g 6b9b 3h3g 5a6b 4i3h 9b9c 3h4g 5d5e 8i9g 3d4d P*9b 7a8b \
  1f1e 6a5a 2d2c+ 3a2b 7i7h 2b1c P*2h 4d4e 1g1f 5a6a 4g5g 8c8d 3g4h 6a5b 8g7f 8b7a 2c3b 4b3b \
  4h4g P*2c 7h8i 5b5a 5g6g P*4c 7f8f 3b4b 2g2d 4b5c 6g5f 5a6a 4g5h 1c2d 2i3g 3c3d 1e1d 5c5d P*5b \
  2d5g 5b5a+ 5d5c 7g7f 5g2d+ 8h6f R*7g 5i6i 2d4f 8i7h 6a5a 8f7g 5a5b R*5g 5c5d 5g4g 4f5f 8e8d \
  1b1d 7g8h 9e9g+ 8h8i 6c6d P*5c P*8f 3f3e G*9a 8i7i N*1c 4g4f 6d6e 6f5g P*1b 7i6h 5f7h 6h7h \
  S*7b B*2f 5b5c 1f1e 9g8h 7h6h 7c7d 9b9a+ 4e4d G*1h 8h9i 1e1d 9c6c 5g4h L*6g 6h5g 6b5a L*5b \
  4d3e 5h4i 8a9c 4f4g 7d7e 6i5i 8f8g+ 4g4e 5a6b 1h1g 2a3c 4e4f P*8c 1d1c 7a8b N*1h 9i9h 3g4e \
  6b7a 8d8c+ 5d6d P*3g 9h9g 9a9b 3c4e 5g6g 8g8h L*6i 8h7i 7f7e N*4b 8c8b 4c4d S*7h P*8h 4f4g \
  3e2e 8b8a 5c5b 1g1f L*4a 4i5h 9c8e 7h8g P*7g P*4i 4e3g+ 2f1e 7g7h+ 2h2g 7a8b 8a9a 6c5c 8g9h \
  7b7c 1f1g 3g3h 4h3i P*7f 1c1b+ 9g9h 4g4h 2e1e 4h4f S*1c 3i6f B*3a 1g2f 3h2h 2f3f 7c6b 6f8h \
  8e9g 4f6f 1e2e 9a8a 5b5a P*3e 1c1d 8h7g 6d5d 3f2e 9g8i+ G*1f 1d1e 2e1e 9h8h 6f3f 3a2b S*1c \
  8b9c P*5f P*8d 3f3g P*1d 1c2b 1d1e 7g8f G*6d B*4h 7i6i 1f2f 7f7g+ 6g5g 7g7f 3g3h 6e6f 4h3i \
  6d7d 5g4g L*7a 4g3f 7d7e 3f4f 5e5f 3i6f 5a5b P*9h 5c4c 3h2h 7a7b 2h2i 7f8g 5i6i 4c3c 6f5e 5f5g \
  P*5c 3c3a N*6f 7e6f
  repetition 83 5ff42cb0 4k4/9/4P4/9/9/9/9/9/4K4 b RB2G4p 1\tB*9h P*7g G*2d P*2f R*3f P*1h G*7f \
  2f2g+ 3f3i 2g2f 3i3f 2f2g 3f3i P*9b 3i3f 5a6a 5i4i 6a5a 2d3d 5a6a 3d2d 6a5a 3f3a+ 5a6b 3a3i \
  6b5a 3i3a 5a6b 3a3i 6b5a 3i3a 5a6b 5c5b 9b9c 3a8a 7g7h+ 8a3a 7h7g 3a2b 7g7h 2b3a 7h7g 3a2b \
  7g7h 2b3b 7h7g 3b2b 7g7f 2b3b 7f7g 3b3h 7g7f 3h3f 7f7g 3f3h 7g7f 3h3f 7f7g 3f3h G*7e 3h3f 7e8e \
  3f3h 8e7e 3h3f 7e8e 3f3h 8e7e 2d3c 7e8e 9h4c+ 8e7e 4c9h 7e8e 9h4c 6b7c 4c9h 7c6b 9h4c 6b7c \
  3h3e 7c6b 3e3h
  repetition 30 279f33db lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t9g9f \
  8b3b 4g4f 3b8b 8h9g 5c5d 9g8h 5a5b 8h9g 3a3b 2h8h 2b3a 8h2h 3a2b 2h8h 2b3a 8h2h 7a7b 2h8h 5b6b \
  8h2h 6b5b 2h8h 5b6b 8h2h 6b5b 2h8h 5b6b 8h2h 6b5b
  opponent-perpetual 21 198256a9 1K7/PPPPPP3/GGSS5/9/9/9/9/4k4/9 b RBr 1\tB*1d 5h5i R*5c R*5f \
  5c5f+ 5i4i 5f5i 4i5i R*3i 5i6h 3i3h 6h5i 3h3i 5i6h 3i3h 6h5i 3h3i 5i6h 3i3h 6h5i 3h3i
  limit 300 f5db5aea lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t5i6h 6c6d \
  6i5h 9a9b 2h4h 8b6b 4h1h 7c7d 9i9h 4c4d 1g1f 6b6c 3i3h 8a7c 6h6i 7a6b 5h6h 4a4b 5g5f 6b7a 8g8f \
  5a6b 4i3i 3c3d 2i1g 2b3c 1h2h 7c6e 6i5h 4d4e 3h4i 3a2b 5h6i 5c5d 3i2i 6c5c 2h5h 6a5b 6i5i 4b3b \
  5h4h 6b6a 4g4f 9c9d 2i2h 7a6b 6h5h 3b4c 8f8e 3c4d 2h2i 6b5a 4i3h 5c7c 7i6h 4d6b 4f4e 5d5e 4h4i \
  2c2d 5i4h 2b3c 4i6i 3c2b 1g2e 5b6c 2i2h 6b4d 2h1h 6c5d 6i7i 4d6b 5h5i 5e5f P*5h 2d2e 4h4g N*8a \
  8h9i 6e5g+ 4g3f 6b4d 9g9f 5d5c 7g7f 4d8h+ 5i6i P*4b 3h2i 2b3c 6i7h 8h8g 9f9e 5c5b 4e4d 5b6b \
  1f1e 2e2f 7i6i 1a1b 9i6f 6b5c 7h8h 8g7f 3f2f P*2c 8h8g 3c2b 8i9g 5c5b 6f9c+ 7c5c 1h2h 7f8f \
  2f1f 9d9e 6h5g 5c7c P*7i 5b5c N*3c 6a7b 6i5i 5c4d 8g8h 4d3e 8h8i 8f9f 5g4f 7c5c 5i3i 9b9c 8i8h \
  5c5d 1e1d 6d6e 3i3h 4c5c 2i1h B*7g 5h5g 7g6h 8h8i 5f5g 1h2i 5d5f 3c4a+ 5a6b 8i8h 5f7f 3h3i \
  6h7i 2i3h 5c4d 8h8g 3e2f 1f1e 9f9g 2h2i 1c1d 1e2f N*2e G*5i 7i8h 2f3f 9g9h 5i4i L*9b 4i5h 6e6f \
  1i1h 7f7h+ 3h4i 7d7e 8g8h 7h6g B*5b 1d1e 4a4b 6g8g 8h8g P*4c R*4h 1b1d 4h4g 7b8b P*6g 4d5e \
  4b4a 6b5c 4f5e 6f6g G*1i 2b1a 2i2h 2e1g+ 4i4h 9h8g 3i6i G*2e 3f4f 5c6d 2g2f 9c9d 5b6c+ 8a9c \
  6i9i 8g7h 9i7i 6g6h 7i5i 6h6i+ 5e6f 8b9a 2h3h 6i5i 4h3i R*8d 6f7e 9e9f 6c7b 9d9e P*1c 5i5h \
  1i2h P*7d 7e7d 1g1h P*7c L*3f 2h2g 2e2f 3h4h G*4i 7d8c P*7g P*6f P*6e 7b6a 8d8c 6a4c 5h5i 4c3b \
  P*4d P*5e P*8b 3b6e 1h1i 7c7b S*6h 4a5a 7h6i P*9h 6h7i+ 4h5h 2c2d 6e7d 3d3e 2g1g 1a2b 7d7c \
  2b1c 4f5g 6d7e 8e8d 3f3g P*4b 6i7h 5a4a 2f1f 3i4h 1i1h 5h6g 7h8h 6f6e 8h9h 6g5f 9h6e 4h5i 1f1g \
  P*2i 6e9h 5e5d 3e3f 4g3g G*8f L*1f 9h6e 5f5e 6e7d 2i2h P*5a 5g6h 1h2i 6h7i 7e6f 5i5h 5a5b S*4h \
  7d4g
  limit 300 397a21c4 lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t5i5h 9a9b \
  4i5i 2c2d 9g9f 8b3b 7i6h 4c4d 1g1f 8c8d 9i9g 7c7d 9f9e 3b4b 8h7i 7a7b 1f1e 4a3b 9g9f 4b4a 3i4h \
  6a7a 5i4i 7b8c 1i1f 2d2e 1e1d 8a7c 6g6f 7d7e 1f1e 7e7f 2i1g 3c3d 4g4f 2a3c 7i9g 7a7b 9g5c+ \
  2e2f 5h5i 4a4b 2h1h 7b8b 5c4d 6c6d 4d5c 3b4c 1h2h 4c5d 5c6c 1c1d 9e9d 5d5c 7g7f P*7a 6i7i 4b3b \
  4f4e 5c5d 7i7h 3c4e 4i5h 4e5g 5h6g 5d5e 6c7b 8d8e 5i5h P*5f 6f6e 3b6b 5h5i 9c9d P*9h 6b7b P*4e \
  B*6f 4h5g 6f7e 8g8f 2b4d 6e6d 5a4a 8i9g 8e8f 1e1d 8c8d N*6f 4d6b P*8i P*4g P*1e 2f2g+ 5g4f \
  6b4d P*2d 7b2b 8i8h 8f8g+ 5i4i 1a1b 6h5g 8b7b 7h8g 5e5d 2h5h 4a5b 5h6h 5b5c 8g8f 5c6b 6h5h \
  P*8g 7f7e 3d3e P*5i 4d5c 5h1h 4g4h 5g4h 2g1h B*2h P*1c 4h3i P*6h 8f7f R*4h 3i4h 6b6a 7e7d 5d5e \
  R*7e 2b3b 7e5e 5c6d G*9e P*2a 5e5b+ 3b5b 1g2e R*2f 4h4g 2f3f 1d1c 9d9e 4i3i 8d9c 6g5f 3f3g \
  3i4h G*7i P*3f 3g3h+ 4g3h 9c9d 2h1g 1h2i 7f8e 6d9g 2d2c+ 3a2b R*5e 7b6c P*6e 9g6d+ 7d7c+ P*1a \
  5e5d 5b5d 1g3i 9b9c P*7b R*3a N*1i 6h6i+ 1c1b N*5c L*6g 6c7c 6e6d 6a7b 2c1c 5d1d B*5d 7b6b \
  5f5e 2b2c 4h3g 9e9f 1b1a+ 3a6a 1c1d L*2h 8e9d 6a5a 2e1c 7a7b R*6a 6b6a 6d6c 2c2d S*6h R*3c \
  1d2c 7i8i 5e6d P*1h 3i5g 7c8d 8h8g 8d7d 2c3b P*8b P*7h 2d2e 3b4a 3c3d 7h7g 1h1i+ 9d9c N*9d \
  L*9b 6a5b 6d5c 5b4a 4f3e P*6a P*2d 6i6h 3e4f S*4c 3h4g 2a2b 5c4b 4a4b N*9g 9d8f 9b9a+ 4b5c \
  5g6h 4c5d 3f3e G*9e 3g2g 8f7h+ 3e3d 7h6h 6f5d 8i9i S*8d B*3a 9c9b 9e9d 6g6e B*6i R*8i 6i4g+ \
  1c2a+ S*8c 9b9c 4g4h 1a1b 6h6g 8i8h 7d8d 6c6b 4h5g 2d2c S*8f 2a1a 6a6b 2c2b 5g4g 8g8f 4g3g \
  2g1g 6g5g P*6f 5c5d S*8i 5g6g 9c9b N*5g 9b9c 8d8e 8h2h 3g4f 9c8b 2e2f 1g1f 5g4i+ 6e6b+ P*2a \
  L*7d S*6h 7d7b+ 4f3g 8b8c 5a4a
  mate 215 61838aba lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t6i7h 4a3b \
  2h5h 5a5b 5h2h 9c9d 5i5h 9d9e 7h6h 9a9d 5h4h 8c8d 4i3h 8b7b 7i7h 5b5a 3g3f 3a4b 9i9h 5a4a 1g1f \
  1a1b 8g8f 7b5b 4g4f 6c6d 7h6i 3b3a 8f8e 2b1a 6h7h 4c4d 2h1h 6a7b 8h9i 4b4c 6i5h 4d4e 3h2h 5b5a \
  2i3g 6d6e 4f4e 9e9f 3i3h 7b8b 6g6f 8b8c 7h7i 4a3b 5h6i 8c7d 3h4i 3a4b 1f1e 5a4a 6i5h 4c3d 5g5f \
  9d9e 2h2i 4a5a 4h3i 1c1d 4e4d 4b4c 5h6i 3b4b 5f5e 4c5d 4i5h 8d8e 5h5g 4b3a P*8h P*4e 7i7h 7d8d \
  1e1d 4e4f 1h1e 8e8f 1i1g 7c7d 8h8g 3a3b 3i4i 6e6f 5g6h 5a5b 2g2f 5b8b 2i1i 8b5b 1e1f 3b4b 7g7f \
  8d8e 1d1c 7a8b 4i5h 4b3b 5h5g 3b4a 1f1e 8f8g+ 6h7g 8g8f 7g8f 8e8d 3g4e 5b4b P*8h 4b3b 6i5h \
  P*1d 2f2e P*8g 1i1h 4a4b 4d4c+ 4b4c 5g4h 6f6g P*4i 5d5e 4e5c 9f9g 8f7e 7d7e P*9d S*4d 1c1b+ \
  7e7f L*7c 4d5c 1h2h P*5f 1b1c 7f7g 4h3g N*5b 9h9g 3d3e 1e1d 7g7h 5h4g G*4h P*5g P*1b 1g1e \
  9e9g+ 1c2b 5c4d 2h3h L*2d P*6e P*9c 4i4h 2a1c 3h2g 9g9f G*5h 3e3f 4g3f 1c2e 3g2h 8g8h+ 2g2f \
  8d7d 3f4g 7h7i+ 2f3e 1b1c 2b1a 5f5g B*5f 6g6h+ 5h5g P*6b 7c7a+ 7d8e 8i9g 8b7c 7a7b 4c5c 4g4f \
  2e3g+ 2h1g P*5a 9g8e 5c4b 7b6a P*8c G*2i 8h8g S*9h 6h6i 3e4e 8g9g 1a2a P*7d 1d2d 3b2b P*3e \
  9g8g L*4g 8g8f 4e4d 9f9g P*8b 2b3b 1g2f P*4a S*4c
  limit 300 7ec2fb96 lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t3i3h 8b4b \
  1i1h 9a9b 2g2f 4b5b 3h2g 5b8b 9i9h 2c2d 3g3f 7c7d 8g8f 1c1d 4g4f 4a5b 7i6h 3a4b 4f4e 4c4d 2g3h \
  5a4a 8f8e 2b1c 3h3g 9c9d 3g4f 4d4e 9g9f 4a5a 4i5h 2d2e 8h7i 1a1b 8i9g 7a7b 4f5e 1c5g 5h4g 8a7c \
  7g7f 5g4h+ 2h4h 5c5d B*3h 6a6b 4g5g 7d7e 4h5h 7e7f 5e4d 1d1e 3h8c 4b3a 2i3g 2a1c P*5e P*8a \
  1g1f 9b9c 1f1e 6b6a 3g4e P*1g 8c9b+ 5b5c 6g6f 2e2f P*2b 5c5b 5h4h P*4c 4h5h 7f7g 5i4i 1g1h+ \
  6f6e 5b6b 9b9c L*1g 5h3h 3a4b 4d3e 5d5e P*7e 1h2h L*8c 5e5f 9c8b 4b5c 4e3c+ P*1f R*7h 2h3i \
  4i3i 6c6d 8e8d 1g1h 2b2a+ 7g7h+ P*4e 9d9e 3c4c R*5i 3i4h 5i2i+ 3e4f 5c4d 9f9e 4d5c 8b8a 1f1g \
  8c8b 1h1i+ 3h3g 6b5b P*2h 2f2g 8d8c P*4b 8a9b 2i1h 4c5b 6a5b G*6f 5c5d 6h5i 5d6c 4h3i 5a6b \
  3g2g 6c7d 5i4h 7b6c 6f6g 4b4c 6g5f N*7b P*5i 7d7e 4f5e 7c8e 5e6f 5b4b 7i8h 7h8i 6f7g P*8d P*7f \
  8e9g 2g4g N*1f 7g6h 4b5c 8h2b 6b5b 6i7i 8d8e 2b8h+ 6d6e 9b8a 1f2h+ 3i4i 7e7f P*6i 6c5d 4g3g \
  P*5a P*7e 7b8d 8h3c P*2c 6h7g 2h2g 7g8h 5c4d 4h4g 2c2d 4e4d 8e8f 3c4b 5b6b G*7g P*3d 5g6g 1h3h \
  3g3h 1i2i R*6h 2g2f 6h5h 2i1i P*2e 5d5e 2a3a 5e4d 3a2a 3d3e 4b5a 6b5c 5a2d 5c5b P*4b 8i8h 3h1h \
  1i2i 5h8h S*6f 4g5h P*9a 7g7h 2i1i 2d1c 8d9f N*1d 2f1f 4b4a+ 6f6g 1c1b G*9c 5f5e 1f2g 5e6d \
  8f8g 1h3h 6e6f 7h8g 9c8d 8a7a 8d7e 1b6g 7f7g S*3g P*2f P*4f 7e7f L*1f 9f8h+ 6g5f 9a9b 3f3e \
  R*9i 2a2b 8h8i 4a4b 5b4b 2b1a P*7e 7i8h 6f6g 5f2c 4d4e 3g4h 7g6h+ 2c3b 4b5b 4i3i 4e3f 5h4g \
  2g1h 1a2a 1h2i 3i4i 2i2h 6d7d 6h7h 7a5c 5b5c 4h3g 3f2g 6i6h 7f6f 3g2f 4c4d 6h6g B*3a 2f1g 6f7g \
  3b4c 5c6b 4c3c 6b5c 3h4h 7g8h 1g2h G*6h 4h5h 6h5h 4g5h R*5g N*3i 5g5h 2a2b S*2d G*8e 5h6h 2h1g \
  6h5h 9e9d 2d2e
  limit 300 0fab8d91 lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t5g5f 4c4d \
  5i5h 5c5d 3i3h 9c9d 5h4h 7a6b 1g1f 6c6d 6i5h 5d5e 3g3f 9a9b 2h1h 8a9c 2i3g 8b8a 8g8f 3a3b 8f8e \
  6d6e 1h1g 6b6c 7g7f 9c8e 8i7g 4a4b 7f7e 5a6b 4i5i 7c7d 9g9f 9d9e 6g6f 9b9c 8h9g 6b7a 1i1h 8c8d \
  9g8h 6a7b 5f5e 4b5b 3h2i 7b6b 5h6g 7a8b 4h3h 9e9f 6g5f 1c1d 5i5h 2a1c 5f4e 9f9g P*9d 5b4b 5h4h \
  3b4c 4h4i 8b7c 8h9g P*5a 2i2h 4c5d P*8g 7c8b 2g2f 2c2d 7g6e 9c9d 4e4d 8a9a 4i5h 9a7a 5h6g P*4c \
  P*9h 8b9b 6g7g 5d6e 2h1i P*9c 4d4c 8e7g+ 4g4f 6b5b 4c3b G*9e 1i2h N*7b 2h3i 6e5d 3b4b 5b5c \
  G*6b 6c5b 6b7a 5b4a 3h2g 1a1b R*4i 9e8f 4b4c 8f9g 8g8f B*4e 4c4d 3c3d 4i4g 2b4d 4g4h G*2b 2g3h \
  4d5e 3g4e 5c4c B*1a 7g7h 3h4i 9g9h 6f6e P*6g P*9f 9d9f 1g5g 5e8b 4i5i 4a4b P*5e 2b3b 1a3c 2d2e \
  3c2b 4b5c 7a6a 7b6d 2b1c 9b8c 1f1e P*4a 8f8e 2e2f 6a6b 9h8h 5g6g 5c4d 9i9f 3b4b L*8f 8h9h N*3e \
  5d5e 6g7g P*6g 1c3a+ 8b7c 7g7h 4c3c 4e3c+ 4d5c N*5h 2f2g+ G*9b 6g6h 3a4b 9c9d P*9c 5c4b 7h9h \
  P*2c G*1a 4b3c 3i2h B*4e 3e2c 6d7f P*2e P*2f G*7b N*7a 1h1g 3c4d 2c3a+ 7c6b 2h3i 4e7h 9h7h \
  G*5c 1a2a 6h6i+ 5i6i 7a6c 2a1a 5c6d 1a1b 3d3e L*3h 7f6h+ 6i6h 5a5b N*5d 6d7e B*3d 7e8f 3d4c+ \
  L*5f 7b8b 8c7c 7h7g 2g1g 1b1c L*6d 8b7b 7c8c 4c5c 8f7g 6h6i R*2i 7b7c 8c7c 4h4g G*7b P*5i 5e6f \
  3f3e 6f5e 3a2a 7g7f 4f4e 7f6g 9b8a P*6h 7i6h 1g2h 4e4d 4a4b 1c2c 2h3i S*9i 5e4d 2a2b 6b5c 4g4i \
  S*4f P*4c 2i2h+ 8a9a B*8i 5h4f 7b6b 9f9e 2f2g S*3f 7c7b 4c4b 3i2i 6i7i 2h3h 7i8h 3h5h 6e6d \
  2i1i P*7e L*1g 2e2d 6b7c 9a9b 6c5e L*4g 7c8c 3f2g P*6e 6d6c+ 7b7a P*6i 5e4g+ 6c7c 5h4i 8e8d \
  R*7g 6h5g L*4h 2c3b 7g8g 8h8g 6g6f 3e3d 6f6g 3b3a 1i2i 2g1f 4g5g R*2c 6g6h 9e9d S*9h 8g8f 8c9c
  limit 300 868a9e3d lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t3i4h 4a5b \
  6g6f 5a4a 4h3i 4c4d 4i3h 7a6b 6i7h 6b7a 9g9f 6a7b 5i5h 7a6b 5h6h 9c9d 3g3f 9d9e 8g8f 4d4e 3h4h \
  2c2d 9i9h 5b5a 4h4i 3a4b 2h4h 7c7d 4g4f 7b7c 9f9e 8b9b 4i5i 9b9d 3f3e 9d9b 1g1f 7c8d 5i6i 4a3b \
  3i3h 6b7c 3h3g 5c5d 6f6e 4b4c 5g5f 7d7e 3g2h 9b4b 7h6g 9a9d 4h5h 3c3d 1i1h 2b6f 2i3g 4b7b 6e6d \
  5a6a 8i9g 9d9e P*9i 8d9d 6g7f 8c8d 5h3h 3b2c 3g2e 7b3b 6h6g P*9a 6g6f 7c6b 3h6h 8a7c B*4a 8d8e \
  2e3c+ 2c1b 6h5h 4e4f 5h4h 9a9b 4a5b+ 7c6e 7i6h 9d8d 3e3d 3b3c 1f1e N*3b 6i5i 1c1d 2h3i 6a5a \
  6h7i 2a1c 5b6b 2d2e S*8i 8d7d 7i6h 7d8d 6b8d 6e5g+ G*5h 5a5b 7f7e 4c3d 7e8e P*8a 6f7f 5b6b \
  8d9e 3d4e 7f6e 4e3f L*6f P*7h 5h5g 9b9c N*2i 6c6d 6e5d P*3h 5d5e 7h7i+ 5i4i 3f4g+ 4h4g 3c3e \
  5e4f 3e8e S*7c G*6g P*4e 6g7g P*7d P*4c 6h7i 7g7h 8i7h 4c4d P*6c 8e8b P*3c 4d4e 4f3f 4e4f G*9a \
  6b6a 3i4h 8b5b P*4e 5b5f 7c8d+ 1b2b 2i3g 6d6e 7h6g 2b2a 6g7h 5f5g 7h6g G*9f 6f6e P*6f 1h1f \
  P*5c 3g2e 5g5i 6g6f 3h3i+ 4i3i 8a8b 9g8e 6a6b P*5e 9f9g 8h9g 5i4i+ 3i2i 6b6a 6f7e 4i6i G*7g \
  6a7b 9g8h 5c5d 8e9c 4f4g+ 7e6f 7b7a 3c3b+ 2a1b 9e9d 6i5i 7g8g R*2b P*3g 4g4f 3f3e 1c2e 6c6b+ \
  N*2c 3e2e 2b3b 6b5a 3b3a N*4i 1b2b N*3i 3a3g P*3f 8b8c P*6g P*4a 6e6b 4f4e 6f7g 3g6g+ 5a4a \
  P*2f 4i3g 2c3e 7g6f 7a6a 8g7f 6g5f 7i7h P*7c 4h5g 4e4f 2e2f 5f6g 8f8e 2b3b 9h9f 3e4g 4a4b 3b2a \
  4b4c 6g7f 2i3h 5i7i P*4i 7i6i 3i4g P*4h N*7e G*2d 9f9e 1d1e 9a8a P*6g 8h7i 7f6e 8d7c 2a1b 7i9g \
  1b1c P*6h 6i7i 4c4d 6e7e 8a9a 4f3g 4d4c N*4b 4g3e 4h4i+ 7c8c P*8g 9a8a 3g3f 2f1g N*5a 5g4f \
  2d2e 9g8h 7i8h 8c8b 8h9g P*3d B*3g 9i9h 7e6e 6f7g P*7f 9d8d 3f3e 9e9d 7f7g+ 7h8i 8g8h+ P*4g \
  3g2h 3h2h S*9i
  limit 300 a01aa442 lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t2h3h 5a4b \
  4i4h 8b9b 3i2h 6c6d 6i5h 7a7b 3h3i 6a7a 7g7f 7a6b 5i6h 4c4d 6g6f 5c5d 3i4i 4b5a 2g2f 1c1d 2h2g \
  7b6a 6h5i 4a3b 5h6g 6b6c 5g5f 6a5b 9i9h 5a4b 6g6h 6c7d 7f7e 5d5e 5f5e 3b4c 9g9f 7d8d 6f6e 9b8b \
  6h5g 5b6c 7i7h 7c7d 8h7i 6c7b 5i6h 7b7c 9h9g 8d9d 5g6g 4b4a 6h5h 4a5b 6e6d 9d8e 7i4f 7c6b 6g7g \
  5b5a 4h5g 6b7a 9f9e 2c2d 6d6c+ 8b6b 5h6h 8e9e 2g3h 7a8b P*6e 5a4b 4i6i 6b5b 6h5i 4c5d 5g6f \
  P*5c 5i5h 8b7c 4f2d 2b1c 5h6h 3a2b 8g8f 5b7b 7h8g 7c6b 6c5b 4b4c 6h5h 1d1e 5e5d 4c3d G*4e 3d2c \
  9g9e 9c9d G*8d 9a9b 2d3e 1c3e 1i1h 3c3d 4e3e 6b5a 5b5c B*2e B*9i 7b8b 5c6b 1a1b P*9c 2e4g 5h5i \
  2c1c 7g7f 4g5h+ 5i5h P*6a 3e3d 1e1f 3h4g 2b3c 5d5c+ 3c2b B*1e 2b2c 6i6g 5a6b 8d8e 2a3c 5h6h \
  P*5a 6f5f 8b7b 3g3f 4d4e 3f3e 1c2b 6h7i 7b7a 7i8h 2b1a 2i3g 3c2e 1e3c+ 1a2a 5c4b 1f1g 3c6f \
  2e3g+ 2f2e 3g4g 6f2b 2a2b 6g6f S*4a 3d2c 2b2c 8g9f B*5g P*5b 9d9e 5f4f G*4h 1h1g 5g6f+ 8i7g \
  P*2h S*4d R*5f 1g1b 5a5b 8h8g L*1c L*6h N*6g 4b4a 6f7g 8g7g 4g5h B*1f N*2g S*7h 9e9f 7g6g 7a7c \
  P*4c S*4g 4d3c P*3h 9i7g 6b6c N*1d 6c6d 4f5e 5f5g 6g6f 2h2i+ 4c4b 2i1i 5e5f 5h6h 3c3b 2c3c \
  P*5e 4e4f 5f4f L*1a 3b3a+ 7c6c 1d2b+ 1a1b 2e2d L*2a 3a2a 6d7c L*8i 6c4c 2b1a 5g5h 4f4g 5h5e+ \
  6f5e 2g3i+ R*3b 3c3b 7f6f R*1g S*6i 1g1f 7g8h B*6g 9c9b 4h5h 3e3d 1f1h+ 6i5h 6g7f+ G*9i 8c8d \
  5e5d 1h1f L*1h 3i2i 2d2c+ 4c2c 2a2b 2c2b 8e9d 1f1g 4g4f 7f9h P*1d S*2f 9d9e 2i2h 5h4i 2f3g \
  P*2e 3b2c 4f4g 6h6i 5d4d P*4c 4d4c P*2d P*5i 1g2g 2e2d 2c2d 9b9a+ P*2c 6f6g 2g1g 4g5g 1g1d \
  9e8e 3g4f 4i3h 1d1h 8h2b 9h6e R*5d L*4e 2b5e+ 6e5f 9i9h P*3c 6g6f 5b5c 4c3b 4f3g 3h3g 8a9c \
  4a3a 1c1f S*8c 4e4g+
  repetition 27 3a69040e 1K7/PPPPPP3/GGSS5/9/9/9/9/4k4/9 b RBr 1\tB*9d 5h6h 9b9a+ R*8e 9a9b 6h6g \
  8c8d 6g6h 8d8c 8e2e 8c8d 2e2i R*7d 2i2e 7d7i 2e2i 7i7d 2i2e 7d7i 2e2i 7i7d 2i2e 7d7i 2e2i 7i8i \
  2i2e 8i7i
  repetition 51 911f8486 lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t3g3f \
  6a6b 3i3h 6b6a 1g1f 6a6b 1i1g 6b6a 9g9f 6a6b 5i4h 6b6a 4h5i 4a4b 5i4h 5a6b 4h5i 6b5a 5i4h 5a6b \
  7g7f 6b5a 6i6h 5a6b 6g6f 6b5a 4h3i 5a6b 3i4h 1c1d 4h3i 4b4a 3i4h 2b1c 6h7g 1c2b 1f1e 2b1c 4h3g \
  1c2b 4i3i 2b1c 3i4i 1c2b 4i3i 2b1c 3i4i 1c2b 4i3i 2b1c 3i4i
  limit 300 05c9e7e7 lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t4g4f 7a7b \
  6i5h 8c8d 9g9f 7c7d 5i6i 8b8c 4i4h 8c8b 3g3f 8b8c 5g5f 8c8b 8g8f 8b8c 9i9g 8c8b 6i7h 8b8c 3i3h \
  8c8b 6g6f 8b8c 8h9i 8c8b 8f8e 8b8c 7g7f 8c8b 7h6i 8b8c 9i7g 8c8b 8e8d 8b8c 7i8h 8c8b 9f9e 8b8c \
  5h6g 8c8b 6f6e 8b8c 7g3c 5a5b 3c4b+ 4a4b 2g2f 4b4a 6g7g 4a4b 6i7i 4b4a 7f7e 4a4b 8h8g 4b4a \
  7g6f 4a4b 3h4g 4b4a 6e6d 4a4b 6d6c+ 7b6c 8g9f 6c7b 4f4e 7b6c P*6d 6c7b 6d6c+ 7b6c 6f7f 6c7b \
  4h3h 7b6c 9f8e 6c7b 9g9f 7b6c 2f2e 6c7b 7i6h 7b6c 3f3e 6c7b 8d8c+ 7b6c R*7b 6c7b 3e3d 7b6c \
  7f8f 6c7b 8f7f 7b6c 6h5i 6c7b P*8h 7b6c 8e8d 6c7b 8i9g 7b6c 7f6e 6c7b 6e6f 7b6c P*6i 6c7b 3d3c \
  7b6c 4g3f 6c7b 5i4i 7b6c 3h3g 6c7b 3f2g 7b6c 5f5e 6c7b 6f5f 7b6c 8c9c 6c7b 4e4d 7b6c 4d4c+ \
  5b5a 4c5b 5a5b 9c8b 5b5a 6i6h 5a5b P*4d 5b5a 4i5h 5a5b 4d4c+ 5b5a 4c5b 5a5b 5h5i 5b5a 2h4h \
  5a5b 4h4b 5b5a G*6b 5a4b 6b5b 4b4c 5b5c 4c3c P*3d 3c3d 5f4e 3d3c P*3d 3c3b 5c4b 3a4b 3d3c 3b4c \
  4e3d 4c5c 5e5d 6c5d 3d4d 5c4d 7e7d 4d5c 3g2f 5c4d P*4e 4d5c 1i1h R*4a 8b9a P*5a 9a8a P*4h N*6e \
  5c5b L*5c 5b6c 7d7c+ 6c6d 7c7d 6d7d 8d8c 7d6d 8c7d+ 6d7d 6e7c+ 7d6d 7c7d 6d7d 9e9d 7d6d 2f1e \
  6d7d 5i4h 7d6d P*5h 6d7d 4h5i 7d6d 6h6g 6d7d 2g2f 7d6d 8a9a 6d7d 9g8e 7d6d 5c5b+ 6d7d 8e7c+ \
  7d6d 7c7d 6d7d 1e1f 7d6d 9f9e 6d7d 9d9c 7d6d 5i6i 6d7d 2e2d 7d6d 9a9b 6d7d 6i6h 7d6d 5b4a 6d7d \
  R*6d 7d6d 2d2c 6d7d P*7e 7d6d 9b8b G*6e 2c2b P*4d B*2h N*5e 2h5e 6d5e N*4g 5e6d 8b7b G*3d 6h5g \
  S*3a 1f2e R*5c 3c3b B*9g 7e7d R*5i 4e4d N*8e 9c9b+ P*9h 4d4c B*9f 4g5e 5i3i 5e6c+ 6d7d 7b7c \
  7d7e P*7f 6e7f 7c7d 7e6e 7d7e 6e7e 4c4b+ 7e6e 6g6f 6e7e S*8d 7e8d 5g6h 8d7e 8h8g 7e8d 2f3g \
  8d7e 4b3a 7e8d
  limit 300 6cb330cc lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t4i3h 4a4b \
  3h4h 7c7d 4g4f 1a1b 6i5h 7a7b 5i4i 8c8d 5g5f 3a3b 2g2f 8b9b 5h5g 6a7a 7g7f 8d8e 4h5h 7a6b 8h7g \
  1c1d 7g8h 6b5b 3i3h 7b7c 2h1h 9b6b 7f7e 1d1e 8h4d 9a9b 5g6f 2b1c 4i5i 1c3e 5h6h 3e4f 6h7g 2a1c \
  6f5e 8e8f 7g8f 3c3d 4d5c 4f5g+ 8f9f 6c6d 5i4i 3d3e 2f2e P*5d 1h2h 5b6c 5e6d 6b8b 9i9h 1e1f \
  P*4d 5d5e 6d7c 3b3c S*1d 4b5b 2h2f 6c6b 7c6b 5a4a G*6d 5g7e 5c3a 7e6d P*7b G*9a 3a5c+ 6d5c \
  1d2c P*6c 6g6f B*3i 2c1d 3e3f 6b6a 3c2b 4i3i 6c6d 9f9e 8b8d 1i1h 5c6c 9e8e 8d8b 2e2d 2b3a 1d2e \
  8b8c B*2g 6c5d 2e3d 1c2e 8g8f 5d7f 2d2c+ 8c8d 9g9f 5b6b 3d3c 7f8f 3i4i 6b5c 6f6e 5c5d 3c3b \
  4a4b 2c1b 8f7e 1b2a P*2c L*3c 7e8e 4i5i G*6f 2a1a 5d4e 6a7a 7d7e 5i6i 6f7f 2g1f 8d7d P*8b 3f3g \
  8i7g P*8c 8b8a+ 7f6g 7i7h 9c9d P*8i 7d7c 3b4a+ 4b5b 2f2g 4e3e P*3d 9a8b N*1c 6g6h 6i6h 7e7f \
  8a9a 3e3f G*4b 5b5c 3c3a+ 5e5f S*5h 4c4d 3d3c 7f7g+ 7h7g 2e1g 3a2a N*2f P*4g 8e9e 1f5b+ 5c5d \
  9a9b 7c7g+ 6h5i S*8f L*7i 7g9g 5i4h 8b7b 7a8a 3f4f 5b7d 3g3h+ 4h5i S*8e 4b5b 4f5g 9b9a P*7f \
  3c3b+ 2c2d 5b6a 8f8g 5i6i 9g8f 5h4i 8f9g 4i5h 8g9h+ 8a7a 8e9f 4a4b 5g4g 2g2h L*9b 7d7e 9e8e \
  7a7b 4g3g 3b4a P*3a G*5i 9f8g+ 8i8h 9d9e 5i4i 8e5b 7b8a 2f1h+ 7e9g 9h9g 4b5b B*9d R*1f L*1d \
  5b6b 8g8h B*2f 3h2i 7i7g N*8b 5h6g 8h8i 4i4h 8i8h 2f1g 3a3b N*5g 3g2g 1f4f 9g8g 4h4g 2i1i 2a3a \
  5d4c 6b7a 4d4e 6g7h 1d1g 6i5h B*1e 2h2g 9b9c 4f3f 8h7h 2g2e S*4b 3f3g 7h7i 3g1g 7i8i G*9b \
  5f5g+ 5h6i 7f7g+ L*7d L*3c 4g3f 8g8h 7d7b P*1f 4a4b 4c5c 1g2g N*2b S*3i 8h9h 3f4f 7g6g 2e1e \
  6d6e 1e1f 3c3g+ 2g2h 3g4h 1a1b P*5d 3a3b 6g6f 9b8b P*7c B*7f P*1g 1b2b 5g5f 1f1g 4e4f P*1f \
  G*4c N*2f P*1b P*8g 5d5e
  limit 300 4b517f76 lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t5i5h 3a4b \
  3i4h 6a6b 3g3f 4a5b 2h3h 5a6a 1i1h 6a5a 2g2f 9a9b 2i3g 2b3a 3h3i 3a2b 3i1i 6c6d 3f3e 8c8d 2f2e \
  8d8e 7i7h 7a7b 4i5i 5b6c 6i6h 6b5b 1i2i 5a4a 5g5f 1a1b 2i3i 7c7d 4h5g 5b5a 6g6f 4a3a 3e3d 5a4a \
  2e2d 7b7c 9g9f 8b8d 9i9g 4c4d 7h6g 4d4e 3d3c 2c2d 6h6i 1c1d 3i4i 6c6b 3c3b+ 4a3b P*2h 6b6c \
  6i7i P*3d 8g8f 6d6e 5i4h 8d8b 3g4e 8b8d P*3g 3b4c 6g7h 2a3c 7g7f 7c8b 7i6h 3c4e 8h9i 6c5d 9i8h \
  N*4d 5f5e 9c9d 7h7g 4c3c 8h7i 8e8f 9f9e 8b7c 4g4f 3c3b 4i5i 4b5a 9e9d 2b1c 3g3f P*9a 4h3h 9b9c \
  P*8b 1d1e 9g9e 9a9b 8b8a+ 4e5g+ 5h6i S*4b N*8c 8f8g+ 7g8f 4d5f 3h3i P*4c 8a8b 8g7h 6i7h 5a5b \
  6h6g 3a2b 5i5h 5g4g 8c9a+ 7c8b 5h4h 4g5h 9d9c 4b3a L*2e 8b9c 8f7e 8d9d P*8g 5h5g 6g6h 5b4a \
  7e8f 5d5e 6h7g 7d7e 7g6g 5e5d 4h3h 5d4e 9a8a 1e1f 3i4i 9c8d 8a8b 5g6h 7h7g 9d9c 7g8h 2b2a 6f6e \
  P*8e 2e2d 3a2b P*9g 4e3f 4f4e 6h7i 9e9c+ B*4g R*9e 5c5d 4i4h P*2e 6g5g 7i6i 8b9a P*6b 4h4i \
  3b2c P*3b 8d9e 3h4h R*7b 9c8b 1f1g+ 4h5h P*1f 8h7h 3f2g 5g4g 2a1a 5h5f 4a3b B*9d 2c2d 9d8c \
  9b9c N*6d 3b3c 7f7e 7b8b P*1i L*4f 2h2g 1g2g G*3a L*4d 5f5d P*5g 6d5b+ 9e8f 6e6d S*5h 1h1f \
  3d3e 4g4h 2d1e P*3d 8b9b 8g8f 5h4g S*1d 2g1g 7h7g 4g3h 5b5a 1e2f 1d2c+ 3e3f 7g6g 2f2g P*5b \
  3h3i 1f1d 3c3d 4i3h P*1e 2c2d 5g5h+ 5d5g 6i5i 5g5c P*7h 8c9d+ 4f4g 5c7c 3d4e 7c7a 5i6i 6g7f \
  2b3a 7f7g 1c2d 9d8d G*9d 8d6b S*6h 7g6f 6h5g 6f7f 2d1c 7a7b+ 1c4f 6b5c 4e3d 3h3g 4f3g+ 4h3g \
  G*5i B*9f P*5e 8f8e 1b1d 9f8g P*8d 5c3a 1a1b 8i7g 9b7b S*2b R*1h P*4h 7b7d 7g6e L*6a 3g3h \
  1h1i+ P*3c 5e5f 8g7h 6i7i 2b2a+ P*6f 7h8i 2e2f 3h3i 3d2c S*6b 5h6h 9a9b 1i3i 5a6a G*5e 6b7c+ \
  2c3b 9g9f 3i2h 9b9c 5g5h
  limit 300 7286c89d lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t5i5h 7a6b \
  4i4h 3a4b 5g5f 8b7b 6i7h 8c8d 1i1h 5a5b 8g8f 5c5d 5h5i 3c3d 5i5h 2b7g 7h8g 5d5e 4h3h 4b5a 8f8e \
  1a1b 9g9f 7g9e 8g8f 6a7a 3h4h 4a3a 5h5i 6b5c 8h6f 3d3e 3i3h 1c1d 5i5h 3a2b 6f7e 2b1c 9i9h 9e8f \
  7e8f 5b6a B*9e 5a4b 7i7h G*8c 8f6h 8c9d 5h6i 7a8b 6h7g 4c4d 7h8g 6a5b 8g7h 7b7a 6i5h 4b3a 7g5i \
  8b9b 5h5g 5c5d 3h4i 2a3c 5g6f 7a6a 9h9g 5d6e 6f5g 1d1e 5f5e 3a3b 2h3h P*5c 9e7g 6c6d 5i6h 3e3f \
  P*7e 6a2a 6h5i 3f3g 9f9e 2a1a 7g9i 1a4a 5g6h 4a1a 3h2h 1a3a 7h6i 5b4a 6h7h 9d9e 9g9f 6e5d 8i7g \
  1e1f 7e7d 1f1g 9f9e 4d4e G*4d 5d6c 2i3g 1g1h+ 2g2f P*3e 7h6h 8d8e 4h5h 6c5d 9e9d L*9e P*8b \
  9e9h 4d3c 1h1g N*6e 1g1h 5e5d 3b4c S*2i 3a1a 6h7h 1a2a 6e5c+ 9b8b 2i1h 9h9i+ P*3h B*7f 7g8e \
  P*8g P*9e 7c7d 7h6h 3e3f 6i7h 7f6g+ 7h6g 9i9h B*6b 4c3b 9d9c+ 8g8h P*1e 4e4f 6h7h P*5f P*7f \
  5f5g+ 1h2i 4f4g 3g2e 8b9b 5h5g 9h9i 5i6h P*5f P*8b 2a1a 3c4c 4g4h 5g5f 4a3a P*4f P*5e 6h8f \
  P*9d 8f5i P*1g 4c4b 3a2b 5c4c 9i9h 6b5c 9b8c 4i4h 9h9g 9c9b 3b2a P*6h 9a9b 2e3c L*3a 5c4d 8c7c \
  6g5h 1g1h+ 4b4a 1h1g 5f4e 3a3b 4c4b 9d9e 4a5a 2c2d 4h5g 9e9f 2h1h 9g8g 7h6i 1g1f 4d5c+ 6d6e \
  6i7i 6e6f 5g5f P*4c 8e9c+ 7c8d 5f6e 7d7e 1h2h 8g7h 7i7h 2b3c 5c4d 4c4d L*9h N*7g 6e6d 7g6i+ \
  6d5c B*7g 5c6b 5e5f 5d5c 8d8c 9h9f 8c7c 4b4a P*1h 3h3g 7c6d 9f9d 1f1g 4e5d 1c2c 6b6a 2d2e \
  8b8a+ 6d6e P*8f 6f6g 2h4h 6i7i 7h8g 3f3g+ 9c8c P*9a 9d9c+ 3g3f 6a7b+ 6g6h+ N*2h 3c2b 7f7e \
  5f5g+ P*9g P*6c 8g7g 2c1c B*8g 6h7h 8g7h 3f4g 7b6a 6e5e 8f8e 9b9c 5d6c L*2c 4h4i 1c2d P*3d \
  9c9f 7h6i 2e2f 1e1d 2f2g 3d3c+ 2b3c 6i7h 5g6g 7h6g P*6e 7g8h P*3g 7e7d 1g2h 4i4g N*7b 5i4h \
  2h2i P*6h 7i7h 8h9i 7h6h
  limit 300 6da87b78 lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t5i5h 5a5b \
  5h5i 4c4d 2h1h 2c2d 1h4h 6a6b 9g9f 1a1b 7g7f 3a4b 6i6h 5b4c 4g4f 4a5a 3i2h 5c5d 8h7g 6b5c 7i7h \
  2b1a 4h3h 1c1d 5i4h 8c8d 4h5h 7a7b 9i9h 8d8e 7g9i 7b6a 2h3i 6a7b 5h5i 4c3d 3h1h 5a4a 7h6i 4d4e \
  7f7e 7b6a 9i7g 7c7d 7g9e 4b4c 4i3h 5c4d 3h4g 7d7e 3i2h 8b3b 9e8f 6a6b 8f9g 6b7c 8g8f 3b2b 9f9e \
  7c8b 4g4h 1b1c 2h3i 2d2e 6h7h 4a4b 6i5h 8b8c 1g1f 4b5c 1h1g 2b1b 2g2f 4c3b 5i6i 4e4f 4h4g 5d5e \
  1f1e 4d5d 6i6h 9c9d 6h5i 5d6d 9e9d 8c7d 5i6h 9a9b P*7b 5c5d 7b7a+ 3d3e 1g1f P*9f 7h8g 7d6e \
  6h6i 3b2c 1f1h 1b4b 7a6a 2c2d 9d9c+ 4b4e 1e1d 5d5c 4g3f 3e4d 1h4h 6e5d 8i7g 8e8f 8g7f P*1h \
  4h4i 4f4g+ 1d1c+ 9b9c 2f2e 2a1c P*9b P*4b 7f7e 4g4h L*1d 5c5b 3i3h 9c9d 4i5i 4d3d 1d1c+ 4e4d \
  9g7i 5b5c P*7c 4h5h 6i7h S*2g P*4i 2g2h+ 7c7b+ 2h3h 1c1b 8f8g 3f2f 8a7c N*1g 3h3g 1b1a S*1c \
  9h9g 3d4c 9g9f 6d7d 1a1b 7d8e 5g5f P*2g 1b2b 4d4g+ B*8i 4g4e 2f3f 3g4g 7b8b 9d9f 8i9h L*2c \
  P*8h 6c6d 8b7a 9f9h 6g6f 1c1d 7e8d B*3d 8d9d 8g8h 7a7b 4g5g 4i4h 5c5b 6a5a 5b6b 4h4g P*9a 2b1a \
  2g2h 9d9c 1d2e 7h8h P*7h P*7d 6b6a 7g6e 2d1e 9c8c 6a5a 8h7h 5h4h P*8i 2e1f 9b9a+ 8e8f P*1c \
  9h9i+ 8c9c 4e4g 9c8c P*7a 7b8b 8f7g 7h6i 4g2g 3f3e 4h4g 3e3f 7g7h 6i7h 4g4f 6e7c 4f5f N*8e \
  7a7b G*3h 5g4h 3h2h 6d6e 2h3h P*8f 3f3e 9i8i 3h2h 4c5c 1c1b+ 5d6c 1i1h 3d2e 9a9b P*9g 7i5g \
  2e6a P*9e 2g4g P*2d 5f6g 7h6g P*2b P*1i 5c5b 8e9c+ 4b4c 2h3h 5b4b 8c7b 4g3h 3e3d G*5h 1b2a \
  P*1b P*4i 3h4i 7b6a 4h3i B*7i 9g9h 9c9d 5h4h 6f6e P*6b P*8h 1f1g 5g6h N*7f 6h5g 4b4a 5g9c+ \
  4h4g 6g6f 4g3g 8b8a P*7h 6a7a 3i3h 7i6h 1e2d 3d4c 1g2h 6f6g 6c7b P*3d 3g3f 9c8c 2h2i+ 7a7b \
  4i4h 1h1c+ N*8b 9b9a 3h4i
  limit 300 b5963a7a lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t3i3h 6a7b \
  2g2f 5a5b 2h2g 6c6d 4i3i 5b6a 9g9f 4c4d 9i9h 1a1b 8h9g 3c3d 7i8h 8c8d 5i6h 2b1a 2g2h 8d8e 6h7h \
  4a3b 9g7e 7c7d 3g3f 8b9b 7h6h 1a3c 6i5i 8a7c 2i3g 5c5d 6g6f 6a5a 3i4h 3c1a 7e6d 7c6e 4h4i \
  6e7g+ 6h7i 9c9d 8i7g 7a6b 4i3i 9d9e 2h1h P*6h 6d5e 6b6c N*7h 7b8b 5e7c 5a5b 7c4f+ 1a2b 5i6i \
  5b6b 8h9i 2a3c 6i5h 3b4c 7i8h 7d7e 4f7c 6b7c 3g4e B*6i 5h5i 3c2e 5g5f 8b7b 8h7i 6i5h 7i8i \
  5h6i+ 1h2h 3a4b 2h2g 6c6d 4e5c 2e3g+ 3h2i 7c6c 5i5h 2c2d P*7d 6c5c 5h5g N*5a 3i4h 7b6c 9i8h \
  2b3c 5g5h 3g2h 7d7c 8e8f 7h8f 7e7f 5f5e 3d3e 7c7b+ 6c7c 2f2e 6i7i 8i7i 4b3a 7g6e 5c5b 2e2d \
  3c1a 6e7c 2h3h B*9g 9b7b G*3d P*2h 3d3e 7b7c 7i7h N*6c 5h5i 3h4h P*7g G*8b 7h8i 4c3d 2d2c 4h5h \
  5i6h 5h6i 2c2b 7c7b 2i3h 3d3c 8i7h 6c5e 8h7i 3a3b 2g2c+ P*8c 6h5h 3c2c 7i8h 5b4b 8f7d R*2d \
  5h5g 2d2f P*5i 2c2b 8h7i 4b3a P*2d 3a2a 9g6d 5e6g S*3c 3b4a 6d7e P*3d 1g1f 2f2g+ 4g4f 2g1g \
  7e6d 1g1f P*1h 4a5b 6d5e 9e9f 9h9f 9a9c 5g6g P*9h 9f9e 7b7d 6g6h 2b3b N*9d N*8f 7h8i 7d6d 7i8h \
  8f7h+ 8i7h 6i6h 7h8i G*3a N*4i 1f2g 2d2c 2g3g 4i5g 8b9b 3e2d 3b2c 3h4g 3g2g 3c2b+ 3a2b 2d3c \
  5a6c 1h1g S*2e 1g1f 7f7g+ P*2i 6d7d 1i1h 5d5e 4g5h 6h7h 8i9h B*6b 3f3e 7d5d 6f6e 6b8d P*9f \
  2a3a 3c3d 5b4c 9d8b+ 8d6b 5h6i P*7d 5i5h 8c8d 1h1g 5d5c 8h7g 7d7e 2i2h 4c5d 8b8c 7h6i 3d4d \
  S*4c 4d3d 1c1d P*7h P*2d 6e6d 2c1c 7g6f P*3h 8c9c 4c4d L*4e 3a4a 9c8c 2g4g 7h7g 4g1g 9e9d L*7a \
  7g7f 1g4g 1f1e 7e7f P*7h 4g5f 9d9b P*9e 6f7g 2b3b G*4c 5f5g 7g6h 2e1f 3d2d 7a7e 8c8b N*7a 9h8h \
  3b3c 8g8f 5c5b 6d6c 3c3b 8h9i 5g7g 2d3d 6i5i N*1g 5b4b 6h6g 7g6f 9i8i 4b5b 8b9a 5i4i 3d2d 5b5c \
  2d3c 3b4c 7h7g G*2g
  limit 300 f78cf520 lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t2h4h 5c5d \
  1i1h 4a5b 6i6h 9a9b 9g9f 5a4a 9i9h 1c1d 2g2f 6a5a 3i2h 3a3b 8h9g 1a1c 5i5h 5d5e 9g6d 5e5f \
  6d4b+ 5b4b 5h6i B*8e 4i3h 9c9d 4h5h 3c3d 7g7f 8e7d 6g6f 4a5b 4g4f 1d1e 2f2e 6c6d 2e2d 5f5g \
  2d2c 3b2c 2h3i 7a6b 5h5i 9b9c 6h6g P*2g 5i5h 2b3a 6i7h 7d9f 7h8h 4b3c 7i7h 4c4d P*9e 2g2h+ \
  5h4h 9f8g+ 8h7i 8g7h 7i7h S*6c 7h6h 9d9e B*4e 9e9f 4h4i P*2f 6h5i 3a2b 6f6e 5g5h 5i5h 2c2d \
  5h6i 5b6a P*8d 3c4c 8d8c 2b1a P*2g P*8h 4e3f 2d3e 6e6d 2h3h P*9b 1c1d 8i9g G*5f 6g7g 6c5d 7g6f \
  2f2g+ 6f5f 3h3i 4i5i 2a1c G*4a 1c2e 1g1f S*8d 5f5g 2g1h 5g5h 8d9e 5h4h P*5h 4a5a 6a7b G*5g \
  L*8e 3f4g 3i2i 4g7d N*2f 1f1e 9e8f P*5b 5d6c 3g3f 1a3c 7d6e 3c5a 5g5f G*1a 6d6c+ 7b6a S*3i \
  6b6c 5f4e 2i3i 6i5h S*6f 5i9i 8f9g+ 6e2i P*5g 5h5i N*5e 5i6i 8b6b 4h5g 8e8f 9i8i 1d1e 7f7e \
  P*6d 4e4d 5e6g 9b9a+ P*1b 4d5d 3e2d 2i4g 2d1c 4g7d 2e1g P*2i 6b7b P*9b P*4g P*1i 7b7a 9h9g \
  5a4b S*2d 4g4h 7d6e 1c1d 7e7d 6a6b 9a8a 3i4i N*7e 6c7d 2d1c P*5e 8a9a 8f8g+ 5d4d 6f5g+ 1c2b \
  G*2g 3f3e 5g5f 6i6h 7d8e 4d3d 7c7d 2b3c 8g9g 8i9i L*3a P*7c 8e9d 3d4c 7a7b 3c4d+ 2f3h+ 9i9g \
  1h1i 2i2h 4i5i G*3b 7d7e 9g9f N*2f 9a8a P*9h 4d3d 4b2d L*7d 7e7f 4c3c 7b8b 7c7b 7f7g 3b2a 5i5h \
  6h7g 6b5c 8a8b 9d8c 6e5f 2g3g P*8d P*2c R*4d 5c5b P*5c 5b5a S*1h P*7e 1h2g 5h5i 4d4a+ 5a4a \
  2a2b 4a5a 5c5b+ 5a5b 5f4g R*4e 2g1h 1i1h 4f4e S*4i R*8a 8h8i+ 8b8c 1b1c 9f5f 6d6e 5f7f 8i7i \
  S*8b 1h2i 8a3a 3g3f L*3g 3f4g 2b2a 6e6f 3a6a 7i7h 7g7h B*9a 8b7a+ 1e1f 7f7e 1d2e 3d2d 2e3d \
  7e6e 5b5c 6a6d+ 9a6d B*9d P*7g 7h7g R*8i 3c2c 8i8h 2d1c 3d2c 6e6d 2i1i B*1b G*7h 7g6f 3h2i \
  7a6a 2i3i 6d4d 3i3h P*1h 8h8i+ P*6e 4i5h
  limit 300 e4daf0c9 lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t2g2f 8b5b \
  3i4h 1a1b 7i7h 5b7b 8h7i 6a6b 5i5h 5c5d 5h5i 7c7d 6i6h 6b5c 9g9f 7d7e 4i3i 5a4b 2h1h 7b5b 7g7f \
  5c6d 1h2h 3c3d 7f7e 6d5e 9f9e 5b6b 7i8h 4b3b 5i4i 3a4b 4i5h 9a9b 4h5i 5e4e 5h4i 5d5e 5g5f 6b8b \
  3i3h 4a3a 5i5h 3a4a 8h7g 4b5a 8i9g 5a6b 4g4f 4a5b 7g6f 3b4a 9g8e 4e4d 8e9c+ 8a9c 7e7d N*5a \
  1g1f 4d4e 9i9g 4e4d 6f3i 5b4b 3h2g 4a5b 3i5g 6c6d 7d7c+ 4d3e 5g3i 4b5c 4i4h 6d6e P*7b 3e2e \
  8g8f 2e1e 3g3f 2b3c 5f5e 3c1a 2i3g 1c1d 7c6c 5b6a 6h5g 4c4d 2f2e 8b8a 5g4g 1e1f 5h4i P*7d 6g6f \
  1a3c 7h6g 1f1e 2h1h 3c2b 4f4e 1b1c 4h5g 5a6c 4g5f 8c8d 1h8h 4d4e 8f8e 4e4f 8e8d 7a7b 8h4h 7d7e \
  P*7f 2b4d 9g9f 8a9a 2g1g 7b8a 9e9d 1e1f P*4c 4d1g+ 4i3h P*8h 3g4e G*9e 1i1g 8a7b B*1e P*5b \
  1e4b 6b7c 3h2i 7c7d P*1e 3d3e 8d8c+ 8h8i+ 4b2d 3e3f 8c7b 6a7b S*2f 7b8a 9f9e 5c4c G*5i P*8b \
  4e5c+ 7d8e 6g5h 8a7b 5g6g 4f4g+ 1e1d 6e6f 6g6h 8i7i 4h2h P*9h 2h1h 4c4d 5e5d 8e8f 1g1f 8f7g \
  6h7g 9a5a G*8e 5a3a 3i4h 3a6a 1h2h 4g4f P*3h 6a3a 1d1c 2a1c S*3c 5b5c L*1i P*1d 3c4d 7b7c \
  2d3c+ 9c8e 7g8h 6f6g 1i1g G*7b G*9g 4f4e 2f1e 4e5f 4h7e G*2d P*1h N*5a 9d9c 8e7g 5d5c 5f4f \
  3c3d 7b6b 7e3i 6c5e 2h2g 4f5f P*6h 5f6f 9e9d 6b6c 3d6g 3a3e 6g5g 6c5c 5i4i 3e3a P*4c P*6d 4c4b \
  P*7e 9g9f 6f5f 2g4g 3a3b 8h9h 5a6c 9h8h 3b2b 4d5c+ 3f3g+ 3i4h P*4e 8h8g 2b2a P*8d 2d3e 5g4f \
  7e7f 8g8f 3g3h G*3f 2a2b 6h6g 1c2e 6g6f P*5b 2i3h P*9e 4i3i 7i6i 9f9e 2e1g P*2i 7g8i+ 5c6c \
  7c6c 4g8g P*9g 4f5e 7f7g+ N*6h L*4d N*8e S*7d P*5g P*7e 5e4e 4d4e 4h2f B*4i 5h4g 5f5e 3f3e \
  2b2a 1e2d 4i8e 4b4a+ 1g2i+ G*6a N*3a 3i2h P*3d 2f3g 2i3i 8d8c+ 5e6f 2d1c+ 6i7i P*4b 6d6e 8c9b \
  6f6g 5g5f 6c7b L*2f 6g6h
  repetition 36 a0597b69 lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t5i6h \
  4a4b 6h5i 4b4a 5i6h 4a4b 6h5i 4b4a 5i6h 5c5d 6h5i 6c6d 5i6h 6a7b 6h5i 8c8d 2h3h 5a5b 3h2h 5b5a \
  4g4f 5a6a 4f4e 6a5a 2h1h 5a6a 1h2h 6a5a 2h1h 8b8c 1h2h 8c8b 2h1h 8b8c 1h2h 8c8b
  repetition 14 d042f90a 4k4/9/9/9/9/9/9/9/4K4 b R2b 1\tR*4b B*3a 4b6b 3a2b 6b4b 2b3a 4b6b 3a2b \
  6b4b 2b3a 4b6b 3a2b 6b4b 2b3a
  opponent-perpetual 31 e99e59cb 1K7/PPPPPP3/GGSS5/9/9/9/9/4k4/9 b RBr 1\tB*1d R*4g R*5d 5h6i \
  5d6d 6i5h 6d6h 5h6h 8a9a 6h5h 1d4g 5h6h R*6d 6h7h 4g6i 7h7g 6d7d 7g6f 7d7f 6f6e 7f7e 6e6f 7e7f \
  6f6e 7f7e 6e6f 7e7f 6f6e 7f7e 6e6f 7e7f
  limit 300 813849cd lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t9g9f 6a5b \
  1i1h 5a6a 6g6f 4a4b 3g3f 4c4d 1g1f 4b4c 4i3h 4c5d 1h1g 8b9b 1f1e 9b6b 5i6h 5b5a 3i4h 5d6e 4h3g \
  5c5d 8h9g 3a4b 3f3e 4b3a 6h5i 6b9b 6f6e 1a1b G*6f 7c7d 6e6d 9b8b 7i7h 7a7b 6i6h 3a4b 5g5f 4b3a \
  9g8f 9a9b 6h5h 3c3d 8f9e 2b3c 7g7f 3c2d 9e7c+ 6c6d 7c8c 3d3e P*3d 2d4b 2g2f 6d6e 3g4h 4b8f \
  7h7g 8f9e 6f7e 5d5e 5i4i 7b8c 8i9g 4d4e 2h1h B*3f 5h6h P*8f 2f2e 5e5f 7g8f 6a5b 6h7g 3f4g+ \
  P*5c 5b5c 7e6e 5c5b 4i3i 4g4h 3h4h S*2f P*5i 8b6b B*7i 8c7b 1h2h 6b6a 4h4i P*8c 2h2f 5b5c S*2h \
  5c6b 2e2d 6b5c 2f2e 6a6e 2i3g G*4g 2h1i 5c6d 7i8h 6e6h 8f7e 7d7e 4i3h 6h6e 3g4e 9e8f 7g7h P*6b \
  8h4d 2c2d 4e5c S*8i 2e2h 6e5e 5c4a+ 5e5c 4d6f 8f5i P*4i 5c2c 4i4h P*4c 2h2g 2c3c 3d3c+ 5i8f+ \
  R*2e 8f5i 8g8f 4g5h 6f4d 5i4h 3h4h 7e7f B*1h 8c8d 3c4b 5h6h 2g5g 8i9h+ 7h6g 9h9i 4d2b L*5c \
  2b1a+ 9i8i 1a9i 4c4d 6g6h 8a7c G*7g 8i7i 6h7h 7b8c 1h4e 8d8e 4b5a 5c5d 4h5h 6b6c 5h5i 6d7d \
  4a4b 8c8d 3i2i 2a3c 4b3b 3a2b 9f9e 5f5g G*2c R*4c 1i1h 7i7h 2c1b 7f7g+ 3b3c G*8b 4e7h 4d4e \
  S*3d 5d5e 2e2h G*6h 5i4h 4c5c 3d2c+ P*7e L*1d 5c4c 4h4i 9c9d N*7i 7e7f 5a5b 6h6i 7h8i 7d6d \
  2i3h 4c5c 3h2i 8b7b 2i3h 6i5i 3h3g 8d9c 9i9h 6d6e 2h8h 5i5h 8h5h 5c5b G*1a 5b5d 1b2b 9c8d S*3f \
  8d9c 9h8g 9c8d 1a2a 5g5h+ 8i5f 6e6f 2c1c R*8h P*6h 5h4i 5f8c+ 6f7e 8c6e 7c6e 3f4e G*5a 3c4b \
  7g6h P*3b 6e7g 3g2f B*9h 2a1a 9h8i+ 8g7f 7e7f P*4h P*1f 1a2a B*5b 4b3a 7f8f 2f3e 5b6a 4e4d \
  7b8c P*7f 8i4e 3e2d 4e1b P*2c 8d9c 7f7e 5e5g 1h2g 5d8d 4h4g 6a4c 7i8g P*5c 2g1h 8c7d 1c1b P*7c \
  3a4a 4c8g B*9i 5g5h 1g1f 8g6i+ P*5d P*4e 1d1c 5a6b 9i8h P*3d R*4h N*5a 4d5e 6b7b 4h4i 5c5d \
  1b1a 8f7e P*7f 7e8f
  limit 300 e3d970d1 lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t5i5h 9a9b \
  7i6h 7a7b 3g3f 4a3b 3f3e 7c7d 5h5i 7d7e 8g8f 5a4a 8h7i 1a1b 9g9f 2b1a 4i4h 3c3d 1g1f 6c6d 2h3h \
  3b2b 2g2f 2b3b 2f2e 2a3c 3e3d 2c2d 1f1e 6a5b 4h4i 3a4b 9i9g 3b2c 3h1h 4a5a 3i2h 7e7f 5i4h 9c9d \
  6i5i 1c1d 2h3g 1a2b 5i5h 9b9c 1h3h 1d1e 9f9e 5a6b P*1d 2c3d 1d1c+ 1e1f 4h5i 8b9b 9e9d 1b1c \
  7i8h 3d3e 3h3i 3e3f 4i4h P*9e 4g4f 5b5a P*3d 9b9a 4h3h 1c1d 4f4e 6b5b 8f8e 8c8d 9g9f 2b1c 6g6f \
  5b6a 6h7i 7f7g+ 1i1g 6a5b 3d3c+ 7g7f 3c4b 5b6a S*7e 7f7e N*6g S*2h 5h4g 1f1g 3i4i L*7a 9d9c \
  8a9c 4b3b 1c3a 3h4h 4c4d L*9b P*7f 5i6h 2h1i 4i5i 7e8e 4g5f 8e8f 5i4i 9a9b 2e2d 8f9g 5f5e L*3d \
  3b2a 4d4e P*1h 3a2b 5e6e 4e4f 8h7g 1g1h+ 2i1g 1h2h 6e5d 7b8a 6g5e 4f4g 6h5h 9b3b 8i9g 7a7d \
  5h6g 6a7a 7g5i 7a7b P*4c 8a9b 2d2c P*3c 6g5f 7f7g+ 5e6c+ 7b6a 2a3a 7g7f 5i9e P*7c 7i7h 2h2i \
  P*8b 5a5b 7h8i P*9h 8i9h P*1e 5d6d P*6g 4h3h 2i2h 4i6i 3d3e P*7i P*2f 6i2i 5b6b P*1b 7f8f 3g4f \
  7d7g 6c7c 8f9g 3h4h N*7d 3a4a 5c5d 9h8i 4g4h+ 4f4e 4h4g 6f6e 6g6h 4e3f 4g5g 5f4e 2h2g 4a5a \
  6a7a G*4a P*4h 9e8d 2b3a 8d5g 9g8g 9f9e G*1a 5g9c 8g8f 3f2e 6b6c 2i1i 8f8e 8i8h 9b8c 4e3e 3a1c \
  L*2d 3b1b 3e4d P*7h 5a6a 7a6a S*9a 1a2b 9c4h 1c2d 2e1f L*5b N*6i 1b1a 7c8c P*9h S*6f 8e9f 9e9c \
  2g1h 2c2b 5d5e G*8d 1h1g 4a4b 6h6i+ P*9i 2d4f P*5c 2f2g 8d7c N*3g 1i1h N*8e 5c5b+ 6a7a L*3b \
  9f8f 5b6b 6c6b 7c6b 7a6b 4h5g G*7c 6d7c 6b7a G*8d 3c3d 6f7g 5e5f L*2f 7d6f P*5h 4f3e 4d3c 8f8g \
  G*1c 8g7g 3b3a+ 6f5h+ 1h1g 3e5g 1f2e B*8i P*3f P*6g 7c7d 1e1f 2e1d 5g8d+ 4b4a 7g8g 9i9h G*8f \
  L*2c S*5e 8h9i 1a3a 3c4b 1f1g+ 9h9g 8d5a 4b3a P*8h R*1i L*9d 3a3b R*5i P*1e 3g4i+ 9i9h 1g1f \
  3f3e 5e4d
  mate 123 3ff74d3b lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t7i6h 5a6b \
  9g9f 6b5a 6h7i 4c4d 2h1h 5a5b 8i9g 5b5a 4g4f 6a7b 1h3h 7b6b 4f4e 7a7b 4i5h 7c7d 5g5f 9a9b 2g2f \
  8a7c 9g8e 7c6e 4e4d 6c6d 3h4h 6e5g+ 4h4e 1a1b 4e4f 5g5h 6i5h G*9d N*1d 5a6a 2f2e 7d7e 5h4g \
  2b1a 4f1f 8b8a 7i7h 3a3b 5i6i 7b6c 9i9h 3c3d 3g3f 7e7f 2i3g 8a8b 6g6f 3b3c 1f1e 6d6e 8e7c+ \
  6a5b 1d2b+ 3c2d 2b1b 6b7b L*8i 1c1d 7c7b 5b5a 7b7a 6c7b 3g4e 7b7c 1g1f 8c8d 1e1d 2d2e G*2b \
  9d9e 2b2c 4a5b 4g3g 5a4b P*2h 9e8e 6i7i 8b8c 2h2g P*1c 3g4g 5b4c 4d4c+ 4b3a G*5g 2e1d 3f3e \
  1d2c 7i6h G*4d 7a8a R*7a 4c3c 7a4a 7h6g 4a5a 9h9g 2c1d 3e3d 8e8f 1b1a 8f9g B*1h L*2b 3i2h 1d2c \
  P*4c 4d5e 4g3g 5a4a 1a1b 5e6f 2h1g 1c1d 1b1c 7c7d 3c2b
  limit 300 aeff19ad lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t3i3h 8b3b \
  2h1h 3b8b 4i3i 5a6b 7g7f 9a9b 3g3f 4a5b 8h5e 4c4d 5e4f 5b4b 4f2d 9c9d 3f3e 4b5b 5i4i 7a7b 2g2f \
  8a9c 6i5h 6a7a 3h2g 8b8a 2f2e 3a4b 7i8h 6b6a 7f7e 4b4c 3i3h 6a5a 2d1c+ 4c3d 8g8f 2b3a 1c2c \
  5c5d 4g4f 3a7e 5h5i 8c8d 5i6h 7a8b 2g2f 4d4e 4i5i 8d8e 2c4a 5a6b 3h3g 3d2e 8h7g 8a6a 1h2h P*1f \
  4f4e 1a1c 4a1d P*4h 1d2d 6a8a 5i5h 7e5g+ 5h5g 4h4i+ B*2b 6b7a 5g5f 2e1d 2h1h 5b4c 2d3d 4c5c \
  6g6f P*4b 3g3h 4i5i 2b3a+ 7b8c P*2g 8c8d 6f6e 5c5b 3d2d 8d7e P*7i 1d1e 8f8e 5b6b 5f5g 1e2d \
  3a2b 4b4c 2f2e B*9a 2i3g 5d5e 1g1f 7e8d P*5b 6c6d 7g8f 6b5b 5g4h 6d6e 2b1b P*2f 7i7h 8b7b 9i9h \
  7b8b P*6d 2d1e 2e1d P*8h P*5g 8d9e 4e4d 5e5f 7h7g 5i6i 3g4e 7a7b 4e5c 5b6b 6h5h 6i7i 1d2c 8a5a \
  4h5i 7b7a 2c1d 3c3d 5i4i 9e9f 5h6h 7c7d 1h2h 6b5c 6h6g N*4e 9g9f 8b7b 1b1a 5c5d 1f1e 4e5g 4i5i \
  5a4a S*8g 5d5c 1a2a P*1b S*7h 2f2g 6g5g 5c4d 5g4g 4a2a N*4e 7b8c 7g7f 7i8i N*2d N*1f 2d1b+ \
  B*4a P*2b 4d4e 5i4i N*3g 3h3g 4a1d 6d6c S*2c 7h8i 4e5e P*4e 1d3f N*6f 9a8b 2h1h 3f4e 4g3f P*1a \
  8f7g 8b7c 1h2h 4e5d 7g8f 8c8d 4i5h 2c2d 2b2a+ 2d3c R*1g 9c8e 8f9e 7c6b 9h9g 6b5c 2h2g 5c3e \
  2a3a P*2e 3g2f 8d8c P*3h 3e6b 2f3e 3d3e 8i9h G*9a 1i1h 5d3f 5h5i G*4a 6f5d 3f4e 3a4a 3c4d 5i4h \
  5f5g+ 4h4i 8e9g+ G*4g 4e2g+ 4a5a R*4h 4i5i L*8d 1b2b 9g8g 9e9d S*4f 4g5g 2g1g 5g5f 7d7e P*8b \
  R*2h 5f6f 4d5c 6f5f 5e6f P*2g 4h4g 2b3b 8g7h 9f9e 4g4i+ 5i4i 4f5g+ 3b3c P*9c R*5b 2e2f 5b1b+ \
  6f7g 6c6b+ 5c6b 5f6e 1c1d B*7c 2h1h 5a5b 5g5f 7c2h+ 1f2h+ 9d9c+ 7a7b 9e9d B*2a 1b1c L*2e 4i4h \
  2a3b 5d6b+ 7b7c S*6f 3b4a 4h5h 5f6f P*4g 7h6i 2g2f S*5g 5h6i 5g6h 6i5h 6h6i+ 8b8a+ P*2d N*9f \
  P*9g 6b5a P*6h
  mate 177 c3ed18ac lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t2h7h 4a4b \
  5i4h 3c3d 8g8f 5a6b 4h5i 2a3c 7h4h 9c9d 3g3f 7c7d 8f8e 8a9c 4h6h 3c2e 6i7h 4b3b 6h2h 2b3c 4i3h \
  3c4b 3h3g 9d9e 7g7f 6a5a 8e8d 5c5d 2h1h 3b2b 6g6f 2e1g+ 2i1g 5a5b N*4e 8b8a 5i4i 6c6d 5g5f \
  6b7b 7h8g 3d3e 1h6h 4b5c 5f5e 2b1b 3f3e 7a6b 6h1h 6d6e 1g2e 4c4d 4i5h 6b6c 8d8c 3a2b 2e3c+ \
  7d7e P*1e P*8e 3c4b 2b3a 9g9f 7b8c 3g2f P*3b 4b4a 1c1d 1h1f 6e6f 5h6h 8a7a P*6e 5b4b 6h5g 3a2b \
  9f9e P*9b 5g6f 7a6a 8h7g 4b4a 4e5c+ 3b3c B*8h 8c8b 1f1g N*8c 5c6c 6a5a S*4f 1d1e 2f1f 4a4b \
  P*1c 5a2a 3e3d 2b3a 6f6g 8c9e 1c1b 1a1b G*5h 4b3b 2g2f 9e8g+ 7g9e G*1c 9e7c 8b7a 7c8d 2c2d \
  P*9g 3b2c 6g6h 8g8h 3i4h B*4i 6c6b 7a8b 6b6c P*6g 5h6g 8h8i 7f7e N*4c 6h7h 8b8a P*8f P*7f P*1d \
  3a3b 8f8e 2d2e 7e7d P*6a 7h6h 4i6g 7d7c+ G*7h 6h6g 8i7i B*2i 7h8h 2i1h S*5i 1g3g 5i6h 4f5g \
  7i6i 6g5f 1c1d 5g6f 6h5g+ 5f5g 3c3d S*8i 2c2b 3g3i P*8g 1f1g 6i5i P*7i 2b3c 3i2i 2a2d 6c5c \
  9c8e 7c8c 1e1f 5c4b 8h8i 8d7c+ S*4a 1g2g 5i6i 7c7b
  mate 258 6f323e2b lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t7i6h 8b9b \
  4g4f 9b4b 6h7i 5a5b 6i7h 7a8b 7i6h 4b3b 1i1h 6a6b 9g9f 4a4b 5i4h 6c6d 2h3h 8b7a 2g2f 4b4a 4i5h \
  2c2d 1g1f 5c5d 9f9e 4a4b 5g5f 9c9d 6h5g 6b6c 4h5i 8c8d 2f2e 2d2e 3h4h 5b4a 9i9g 1c1d 7g7f 5d5e \
  5f5e P*5d 3i2h 9a9b 8h7i 2b1c P*2g 5d5e 2h1i 6c7d 5g6f 1c4f 2g2f 7d7e 6f7g 5e5f 5h6h 7e7d 6g6f \
  1a1c 6h5h 7d7e 5i6i 7c7d 7h8h 4f5g 5h5g 4c4d 5g5f 3b2b B*1a 8a9c 5f4f 7a6b 1f1e P*5h 1h1f 8d8e \
  P*5g 2e2f 4f5e 3c3d 4h3h 2b2c 5g5f 2f2g+ 6f6e 5h5i+ 6i7h 7e7f 7g6h 7d7e 1a3c 2a3c 6h7g B*7d \
  1e1d 4b4c 7i1c+ P*2d 5e6d 5i5h L*4e 2g2h 3h5h 4a3b 7g6h P*1b 5h5i 3a2b P*2e 6b6c 6h6g 2h3h \
  6d7d 3b3a 7d7e 6c5b 8i7g P*6b B*5c 4c4b 8h8i 5b6a 6g6f 3h4i 1i2h 1b1c 2h3i 2b1a P*4f 3a2a 7e7d \
  9d9e 3i3h 1a2b 3g3f 4d4e 6f7e P*5g 7h6h B*3g 6e6d 4b4c 7g6e 7f6f 4f4e 3c2e 9g9f 3g6d 8i9i 4i3i \
  3h4g 6d7c 5i8i 4c4d P*6i L*8h 5c6d 3i2i P*2g P*7b 7d8c 2a1a 8c8b 5g5h 7e8f 2b3c P*9h 4d4e \
  6d7c+ 2i1i B*3i 8e8f 3i5g N*2a 7c7d S*9d 5g2d 3d3e 8b7b P*7f 1d1c+ 3c3d 6e7c P*1g P*4c 3e3f \
  P*3h 8f8g+ 4g4f P*8b 7d6d 4e4d 6d5c 8g8f P*7i P*4e 5c7e 1g1h+ 7e7d 9d8c 7d6c 8f9f 4f4e L*1g \
  2d3e 9f9g P*8e 9e9f 6c6d 2c2b 1c2b 1a2b 1f1b+ 2b1b 7i7h 5h5i+ R*7i L*7g 7c6a+ P*4f S*2b 4f4g+ \
  6d5d 7g7h 2b3c+ 7h7i+ 7b8b 2a3c 8b8c P*2d 8c8d 4d4c 6h5i 2e3g+ S*4f R*4a 5d5c 3c2e 5c4c S*7c \
  9i8h 7c7d 4c5d 6f7g L*8c 1i2i G*9a 4a4b 5d4c 3d2c P*7e 2i3i 3e5c+ P*5d 4c3b 4g4h
  limit 300 20301619 lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t5g5f 8c8d \
  4i3h 7c7d 3g3f 7a7b 5i4i 1c1d 2i3g 3a3b 4g4f 8a7c 6i7h 8b8c 1g1f 4a3a 1f1e 5a4a 9i9h 3c3d 2h1h \
  2c2d 9g9f 6c6d 3g4e 2b1c 1e1d 6a5b 2g2f 6d6e 4i5i 1a1b 5i5h 7b6a 9h9g 4c4d 3h3g 5b4c 3f3e 3a4b \
  4e5c 4c5c 5h5g 6a6b 1h3h N*7a 1i1e 3b2c 3h5h 8d8e 3g3h 4a5a 5f5e 1c2b 1d1c 2b3a 5h4h 1b1c 2f2e \
  2c1b 8h9i 9a9b 5g4g 6e6f 8g8f 1b2c 5e5d P*5b P*1h 5a6a 3i2h 2c1b 7h8g 4b4c 4h5h 6f6g+ 3e3d \
  6g5g 4g3g 4c4b 3g2f 7d7e 9f9e 7c6e 3h4h 4b3b 7g7f P*3c 1e1d 8c8b 5d5c 1b2c 5h5i 6e7g G*9f 6a7b \
  8g7g 6b7c N*6c 7b6b P*6f 7a6c 2h3g N*4e 5i5g 8b8d 5c5b+ 6b7b 7g6g 7c7d P*5d 7e7f 9f8e 4e5g+ \
  6g6h R*9a 9e9d 9a6a 6h6g 3a4b 3g2h P*5a 8i7g 5a5b 4h3h 3b4c 6g5f P*6b 9d9c+ 4b5c 6f6e 6c5e \
  2f1f 7b7a 7i6h 8d9d 2e2d 9d9g 2d2c 5c6d 9c8b 6d8b S*2f L*6d P*9e 5e6g+ 5d5c+ 1c1d 1f2g L*4g \
  8e9d 9g8g 5c5b 8g9g+ P*7c 7a8a 5f6f 6a3a P*5e 5g5f 5b6a P*5g 1h1g 4c3d 2f2e 9g8f 6h6g 1d1g \
  P*1e P*2f 2g3f 7d6e 1e1d 3d4e 3f2f 8f9f N*8f P*8g P*8e 3a5a 2f1g 9f9e L*9g P*1f 1g1f P*9f 6a6b \
  5a6a 6f7f P*2b 9g9f 9b9c 1f2g 9e9d 6b6c G*9e 1d1c+ 8b9a 8f7d 5f6f 2e3d 4g4h+ 2g1g 9a7c P*1i \
  7c8b P*6i 9e8f 9f9e 4h5i 1g2f 5g5h 3d4c 6a7a P*9b 4e3e 2f1e 8f7f 6c6b G*5f P*7i P*9g 4c5d 7f7e \
  6b7a 8a9b R*3b 9d8d 1c1d 7e8e 4f4e 9b8c 3h3i 4d4e 1d2d P*1b 2d3c 8e8f 7a7b P*7h 3b2b+ 3e3f \
  1e1d P*3g 6g5f 6e7d 7b6b N*9d G*4i 3f3e 2b4b 8c9b 3i2i 8f7g 4b4d N*7c 5d5c 9b8c 3c4c 8g8h 4c3b \
  7g8g 3b2b 3g3h 2b3a 8d7e P*9f 7c8e 6b7a 9d8f 4d4e 6f7f 3a3b 8e7g+ 4e3e 8g9h P*4f 6d6e 7a7b \
  8b6d 5e5d 6d7c 2i1h 9h9i G*6h 7c8d 6h5g 1b1c 1d2e B*6b 4i3i 5i6i 2h1g 3h3i+ 3e6e 8c9b L*5e \
  P*4e P*6f G*8c
  repetition 31 e60d9bc5 4k4/9/9/9/9/9/9/9/4K4 b R2b 1\tR*9i B*5h 9i6i B*4c 6i9i 5h3f+ 9i6i 3f5h \
  5i5h 4c9h+ 5h5i 9h4c 5i5h 5a4b 5h5i 4b3b B*9a 3b4b 9a3g 4c5b 5i6h 5b4c 6h5i 4c5b 5i6h 5b4c \
  6h5i 4c5b 5i6h 5b4c 6h5i
  repetition 13 04364338 lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1\t5g5f \
  8b9b 2h6h 9b8b 6h2h 8b9b 2h6h 9b8b 6h2h 8b9b 2h6h 9b8b 6h2h
  limit 300 5fb41ed6 ln1gk2nl/1r1s5/p1pppppp1/9/9/9/P1PPPPPP1/1B5R1/LNSGKGSNL b BG2Ps2p 1\tB*4b \
  5a5b 4b5a+ 5b5a G*5b 5a5b P*1f 5b5a 4i5h 5a5b P*8f 5b5a 3g3f 5a5b 6i6h 5b5a 2h4h 5a5b 4g4f \
  5b5a 9i9h 5a5b 1i1h 5b5a 3i2h 5a5b 3f3e 5b5a 2g2f 5a5b 1f1e 5b5a 4h4g 5a5b 5i4i 5b5a 2i1g 5a5b \
  4i4h 5b5a 4f4e 5a5b 6h6i 5b5a 2h2g 5a5b 4h3i 5b5a 4g4h 5a5b 6i5i 5b5a 4h3h 5a5b 3i2i 5b5a 2g1f \
  5a5b 1f2e 5b5a 7i7h 5a5b 8h9i 5b5a 6g6f 5a5b 3h2h 5b5a 2e1d 5a5b 1d2c 5b5a 2c1d+ 5a5b 1g2e \
  5b5a 2i1i 5a5b 5i4h 5b5a 4h4g 5a5b 1d1c 5b5a 9g9f 5a5b 1c2c 5b5a 5h6h 5a5b 1h1f 5b5a 4e4d 5a5b \
  4d4c+ 5b5a 4c5b 5a5b 4g4h 5b5a P*4i 5a5b 6f6e 5b5a 2c2b 5a5b 2b3a 5b5a 3a4a 5a5b 4a5a 5b5a \
  8f8e 5a5b 7g7f 5b5a 9i3c 5a5b 3c5a+ 5b5a 2h2g 5a5b 2e3c 5b5a 3c4a+ 5a5b 4a4b 5b4b 2g4g 4b5b \
  4g4c+ 5b4c 4h5h 4c5b 7h6i 5b4c 9f9e 4c5b 5h4h 5b4c 7f7e 4c5b 8i7g 5b4c 6i7h 4c5b 7h6i 5b4c \
  4h3g 4c5b 6e6d 5b4c 3g3f 4c5b 6d6c+ 5b4c 6c5c 6b5c 9h9g 5c6b P*6d 6b5c 3f4f 5c6b 2f2e 6b5c \
  4f5f 5c6b 9e9d 6b5c 6h5h 5c6b 9d9c 6b5c 9c9b+ 5c6b 9g9c 6b5c P*9d 5c6b 9b9a 6b5c L*4h N*4f \
  4h4f B*4e 4f4e G*4d B*8g 5c5d N*5e 4c5b 5e6c+ 5b4c 8g5d 4c3c S*3d 3c2b 5d2a+ 2b1c 2a1b 1c1b \
  N*2d 1b1c 1e1d 1c2b 2d1b+ 2b1b 3d2c 1b2c 2e2d 2c1b 1d1c 1b2b 2d2c+ 2b3a 2c2b 3a2b P*2c 2b3a \
  2c2b+ 3a2b P*2c 2b3a 2c2b+ 3a2b P*2c 2b3a 2c2b+ 3a2b 1c1b+ 2b3a 1b2b 3a2b 1f1c+ 2b3a 6i6h R*9f \
  4i4h B*3i 6c7c P*4c P*1e N*8d 1c2b 3a4a 2b3a 4a3a 5f6e 3a4a 6d6c 4a3a 7c8c 3a4a 8c7b 4a3a 8e8d \
  3a4a N*3c 4a3a 3c2a+ 3a4a 2a3a 4a3a 7g8e 3a4a 1i2i 4a3a 7b8b 3a4a R*5a 4a3b 5a2a+ 3b2a 5h5i \
  2a3b 3e3d 3b2a 2i3h 2a3b 3d3c 3b2a 3c3b+ 2a3b 8e7c 3b2a 9a9b 2a3b 8b9a 3b2a 7c8a+ 2a3b N*2d \
  3b2a 2d1b+ 2a3b 1b2b 3b4b 2b3b 4b3b
  """
