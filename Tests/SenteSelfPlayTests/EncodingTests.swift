import SenteGames
import Testing

@Suite struct EncodingTests {
}
