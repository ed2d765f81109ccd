/// A command as a line, cut into words as a shell cuts them: blanks divide, quotes join, a backslash
/// keeps the next character. Nothing is expanded.
public func commandWords(_ line: some StringProtocol) throws(PlayerWordError) -> [String] {
  var words: [String] = []
  var word: String?
  var quote: Character?
  var isEscaped = false
  for character in line {
    if isEscaped {
      word = (word ?? "") + String(character)
      isEscaped = false
    } else if character == "\\", quote != "'" {
      isEscaped = true
    } else if let open = quote {
      if character == open { quote = nil } else { word = (word ?? "") + String(character) }
    } else if character == "'" || character == "\"" {
      quote = character
      word = word ?? ""
    } else if character.isWhitespace {
      if let complete = word { words.append(complete) }
      word = nil
    } else {
      word = (word ?? "") + String(character)
    }
  }
  if let quote { throw PlayerWordError("the quote \(quote) in '\(line)' is never closed") }
  if isEscaped { throw PlayerWordError("'\(line)' ends with a backslash") }
  if let word { words.append(word) }
  return words
}

/// A word that names no player, or names one wrongly.
public struct PlayerWordError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong and what is allowed, in one line.
  public let description: String

  init(_ description: String) { self.description = description }
}
