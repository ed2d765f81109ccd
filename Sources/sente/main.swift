print("sente")
