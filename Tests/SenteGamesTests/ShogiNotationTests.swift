import Testing

@testable import SenteGames

@Suite struct ShogiNotationTests {
  @Test(arguments: [
    "lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b - 1",
    "8l/1l+R2P3/p2pBG1pp/kps1p4/Nn1P2G2/P1P1P2PP/1PS6/1KSG3+r1/LN2+p3L w Sbgn3p 124",
    "R8/2K1S1SSk/4B4/9/9/9/9/9/1L1L1L3 b RBGSNLP3g3n17p 1",
  ])
  func `SFEN is written as it was read`(text: String) throws {
    #expect(try Shogi(text: text).text == text)
  }

  @Test(arguments: [
    ("", 1, "a piece"), ("9/9", 4, "'/' after rank 2"), ("9/10", 4, "0 empty squares"),
    ("xnsgkgsnl", 1, "expected a piece"), ("lnsgkgsnl/1r5b2", 15, "do not fit"),
    ("4k4/9/9/9/9/9/9/9/4K4", 22, "a space"), ("4k4/9/9/9/9/9/9/9/4K4 x - 1", 23, "side to move"),
    ("4k4/9/9/9/9/9/9/9/4K4 b", 24, "a space"), ("4k4/9/9/9/9/9/9/9/4K4 b Z 1", 25, "a piece"),
    ("4k4/9/9/9/9/9/9/9/4K4 b 1P 1", 25, "a count from 2"),
    ("4k4/9/9/9/9/9/9/9/4K4 b PP 1", 26, "given twice"),
    ("4k4/9/9/9/9/9/9/9/4K4 b K 1", 25, "a king cannot be held"),
    ("4k4/9/9/9/9/9/9/9/4K4 b - 0", 27, "a move number"),
    ("4k4/9/9/9/9/9/9/9/4K4 b - 1 x", 29, "'moves' or nothing"),
    ("4k4/9/9/9/9/9/9/9/4K4 b - 1 moves 5i5h 5a5c", 40, "not legal"),
    ("4+k4/9/9/9/9/9/9/9/4K4 b - 1", 2, "cannot be promoted"),
    ("4k4/9/9/9/9/9/9/9/9 b - 1", 1, "black has 0 kings"),
    ("4k4/9/9/9/9/9/9/9/3KK4 b - 1", 1, "black has 2 kings"),
    ("4k4/P8/P8/9/9/9/9/9/4K4 b - 1", 1, "two pawns in file 9"),
    ("P3k4/9/9/9/9/9/9/9/4K4 b - 1", 1, "9a could never move"),
    ("4k4/9/9/9/9/9/9/9/4K3n w - 1", 1, "1i could never move"),
    ("4k4/9/9/9/9/9/9/9/4K4 b 3R 1", 1, "3 of rook"),
    ("4k4/9/9/9/4R4/9/9/9/4K4 b - 1", 1, "could take the king"),
    ("startpos moves 7g7f 7g7f", 21, "no piece of white"), ("startpos moves", 15, ""),
    ("startpos moves 7g7e", 16, "not legal"), ("startpos moves P*5e", 16, "no pawn in hand"),
  ])
  func `a malformed SFEN is answered with column and reason`(
    text: String, column: Int, reason: String
  ) throws {
    if reason.isEmpty {
      #expect(try Shogi(text: text) == Shogi())
      return
    }
    let error = #expect(throws: NotationError.self) { _ = try Shogi(text: text) }
    #expect(error?.column == column)
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
  }

  static let kif = """
    # KIF version=2.0 encoding=UTF-8
    手合割：平手
    棋戦：練習
    先手：甲
    後手：乙
    手数----指手---------消費時間--
    *開始前の注
       1 ７六歩(77)   ( 0:16/00:00:16)
       2 ３四歩(33)   ( 0:05/00:00:05)
    *角道
       3 ２二角成(88)   ( 1:00/00:01:16)
       4 同　銀(31)   ( 0:01/00:00:06)
       5 ５五角打   ( 0:09/00:01:25)
       6 投了   ( 0:02/00:00:08)

    変化：4手
       4 同　飛(82)
       5 ４五角打
       6 ５二金(41)

    変化：6手
       6 ５二金(61)

    変化：2手
       2 ８四歩(83)
       3 中断

    """

  @Test func `KIF is written as it was read`() throws {
    let record = try ShogiRecord(kif: Self.kif)
    #expect(record.kif == Self.kif)
    #expect(record.mainLine.count == 6)
    let last = try #require(record.mainLine.last)
    #expect(record[last].ending == .resignation && record[last].endingSeconds == 2)
    #expect(record.value(of: "棋戦") == "練習")
    #expect(record.nodes.count == 11)
    #expect(record.game(at: last).text.hasSuffix(" w b 6"))
    #expect(try ShogiRecord(kif: record.kif) == record)
  }

  @Test func `programs' variants of KIF are understood`() throws {
    let text =
      "\u{FEFF}手合割：香落ち　\r\n上手：甲\r\n&栞\r\n手数----指手---------消費時間--\r\n"
      + "1 84歩(83)\r\n   2 ７六歩(77)\r\n   3 ９四歩(93)   ( 0:01)+\r\n   4 ４四角不成(88)\r\n"
      + "まで4手で中断\r\n"
    let record = try ShogiRecord(kif: text)
    #expect(record.mainLine.count == 5)
    #expect(record.start.sideToMove == .white)
    #expect(record.kif.contains("手合割：香落ち\n上手：甲\n"))
    #expect(record[3].seconds == 1)
    let illegal = text.replacing("４四角不成(88)", with: "２二角不成(88)")
    let error = #expect(throws: NotationError.self) { _ = try ShogiRecord(kif: illegal) }
    #expect(error?.line == 8)
  }

  @Test func `an ending may be a variation, and have variations`() throws {
    for text in [
      "   1 ７六歩(77)\n   2 投了   ( 0:05/00:00:05)\n\n変化：2手\n   2 ３四歩(33)\n",
      "   1 ７六歩(77)\n   2 ３四歩(33)\n   3 ２六歩(27)\n\n変化：2手\n   2 投了\n\n変化：2手\n"
        + "   2 ８四歩(83)\n",
    ] {
      let record = try ShogiRecord(kif: text)
      #expect(record.kif.hasSuffix("消費時間--\n" + text))
      #expect(try ShogiRecord(kif: record.kif) == record)
    }
    #expect(throws: NotationError.self) {
      _ = try ShogiRecord(kif: "   1 投了\n変化：1手\n   1 中断\n")
    }
  }

  @Test(arguments: [
    ("手合割：百枚落ち", 1, 5, "not known"), ("   2 ７六歩(77)", 1, 4, "expected move 1"),
    ("   1 ７六歩(66)", 1, 9, "no pawn stands"), ("   1 ７五歩(77)", 1, 6, "not legal"),
    ("   1 ７六", 1, 8, "expected a piece"), ("   1 同　歩(77)", 1, 7, "同 needs"),
    ("   1 ７六歩(77) x", 1, 14, "expected the time"), ("無駄", 1, 1, "expected a line"),
    ("   1 投了\n   2 ３四歩(33)", 2, 4, "has ended"), ("変化：2手", 1, 4, "after the first line"),
    ("   1 ７六歩(77)\n変化：9手", 2, 4, "no move 8"), ("   1 ７六歩(77) ( 0:99)", 1, 18, "below 60"),
    ("| ・|", 1, 4, "on file 8"), ("先手の持駒：飛飛", 1, 8, "cannot hold"),
  ])
  func `a malformed KIF is answered with line, column and reason`(
    text: String, line: Int, column: Int, reason: String
  ) throws {
    let error = #expect(throws: NotationError.self) { _ = try ShogiRecord(kif: text) }
    #expect(error?.line == line && error?.column == column, "\(error?.description ?? "")")
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
  }

  @Test(arguments: ShogiKIF.handicaps.map(\.name))
  func `every handicap is read and written`(name: String) throws {
    let record = try ShogiRecord(kif: "手合割：\(name)\n")
    #expect(record.start.sideToMove == (name == "平手" ? .black : .white))
    #expect(record.kif.contains("手合割：\(name)\n"))
  }

  @Test(arguments: [
    "8l/1l+R2P3/p2pBG1pp/kps1p4/Nn1P2G2/P1P1P2PP/1PS6/1KSG3+r1/LN2+p3L w Sbgn3p 1",
    "R8/2K1S1SSk/4B4/9/9/9/9/9/1L1L1L3 b RBGSNLP3g3n17p 1",
  ])
  func `any first position passes through KIF and CSA`(sfen: String) throws {
    let game = try Shogi(text: sfen)
    let record = ShogiRecord(start: game)
    #expect(try ShogiRecord(kif: record.kif).start.text == sfen)
    #expect(try ShogiRecord(csa: record.csa).start.text == sfen)
  }

  @Test func `CSA is read in all its forms`() throws {
    let text = """
      'CSA encoding=UTF-8
      V2.2
      N+甲
      N-乙
      $EVENT:練習
      $OTHER:x:y
      PI
      +
      +7776FU,T16
      -3334FU
      T5
      '*角道
      +8822UM
      -3122GI
      +0055KA
      %TORYO
      T2
      """
    let record = try ShogiRecord(csa: text)
    #expect(record.mainLine.count == 6)
    #expect(record[2].seconds == 5 && record[2].comments == ["角道"])
    #expect(record[5].ending == .resignation && record[5].endingSeconds == 2)
    #expect(record.value(of: "$OTHER") == "x:y")
    #expect(try ShogiRecord(csa: record.csa) == record)
    #expect(try ShogiRecord(kif: record.kif) == record)
    let two = text + "\n/\nPI82HI22KA\n-\n-3334FU\n%CHUDAN"
    let records = try ShogiRecord.records(csa: two)
    #expect(records.count == 2)
    #expect(records[1].kif.contains("手合割：二枚落ち"))
    #expect(throws: NotationError.self) { _ = try ShogiRecord(csa: two) }
  }

  @Test func `pieces placed one by one and the rest in hand are understood`() throws {
    let record = try ShogiRecord(csa: "P+59OU\nP-51OU\nP+00AL\n+\n")
    #expect(record.start.text == "4k4/9/9/9/9/9/9/9/4K4 b 2R2B4G4S4N4L18P 1")
  }

  @Test(arguments: [
    ("", 1, 1, "who moves first"), ("+", 1, 1, "first position is missing"),
    ("PI\n+\n+7775FU", 3, 1, "not legal"), ("PI\n+\n-3334FU", 3, 1, "the other side"),
    ("PI\n+\n+7776XX", 3, 6, "expected a piece"), ("PI\n+\n+7776KI", 3, 1, "cannot become"),
    ("PI\n+\n%NOTHING", 3, 1, "an ending"), ("PI\n+\n%TORYO\n+7776FU", 4, 1, "ended already"),
    ("P1-KY", 1, 6, "on file 8"), ("PI55FU\n+", 1, 3, "no pawn stands there"),
    ("P+55FU55FU", 1, 7, "given twice"), ("P+54FU55FU59OU\nP-51OU\n+", 1, 1, "two pawns"),
    ("T5", 1, 2, "seconds of a move"),
    ("PI\n+\nT5", 3, 2, "seconds of a move"), ("xyz", 1, 1, "expected a move"),
    ("PI\n+\n+0077FU", 3, 1, "no pawn in hand"), ("PI\n+\n+7700FU", 3, 1, "not a square"),
    ("PI\n+7776FU", 2, 1, "who moves first"),
  ])
  func `a malformed CSA is answered with line, column and reason`(
    text: String, line: Int, column: Int, reason: String
  ) throws {
    let error = #expect(throws: NotationError.self) { _ = try ShogiRecord(csa: text) }
    #expect(error?.line == line && error?.column == column, "\(error?.description ?? "")")
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
  }

  @Test func `bytes that are not UTF-8 are answered with their place`() throws {
    #expect(try ShogiRecord.text(decoding: [0xEF, 0xBB, 0xBF] + Array("ab".utf8)) == "ab")
    let bytes = Array("abc\n先手".utf8) + [0x8E, 0xE8] + Array("x".utf8)
    let error = #expect(throws: NotationError.self) { _ = try ShogiRecord.text(decoding: bytes) }
    #expect(error?.line == 2)
  }

  @Test func `ten thousand variations within each other are read and written`() throws {
    var text = "   1 ７六歩(77)\n   2 ３四歩(33)\n"
    for _ in 0..<5_000 { text += "変化：2手\n   2 ３四歩(33)\n変化：1手\n   1 ７六歩(77)\n" }
    let record = try ShogiRecord(kif: text)
    #expect(record.nodes.count == 10_003)
    #expect(try ShogiRecord(kif: record.kif).nodes.count == record.nodes.count)
  }

  @Test func `the picture shows board, hands, coordinates and the last move`() throws {
    let game = try Shogi(text: "startpos moves 7g7f 3c3d 8h2b+ 3a2b")
    let move = try #require(ShogiMove(usi: "3a2b"))
    let picture = game.picture(lastMove: move)
    #expect(picture.contains("V銀") && picture.contains("☖後手 角") && picture.contains("七"))
    let letters = game.picture(lastMove: move, style: .letters)
    #expect(letters.allSatisfy(\.isASCII) && letters.contains("*s") && letters.contains("white: b"))
    #expect(letters.split(separator: "\n").count == 15)
    #expect(game.picture(colors: true).contains("\u{1B}[48;5;180"))
    #expect(game.picture(style: .letters, flipped: true).contains("1  2  3"))
  }
}
