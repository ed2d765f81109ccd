import SenteEnvironments
import Testing

@Suite struct CanvasTests {
  @Test func `dots are where the coordinates say`() {
    var canvas = Canvas(width: 2, height: 1)
    canvas.look(at: 0...3, 0...3)
    canvas.line(from: [0, 0], to: [3, 3], .white)
    #expect(canvas.render(coloured: false) == "⡠⠊")
    canvas.text("ab", column: 1, row: 0, .red)
    #expect(canvas.render(coloured: false) == "⡠a")
    #expect(canvas.render(coloured: true) == "\u{1B}[38;5;253m⡠\u{1B}[38;5;203ma\u{1B}[0m")
  }

  @Test func `shapes are filled and cut at the edges`() {
    var canvas = Canvas(width: 4, height: 2)
    canvas.look(at: 0...7, 0...7)
    canvas.polygon([[-10, -10], [20, -10], [20, 20], [-10, 20]], .blue)
    #expect(canvas.render(coloured: false) == "⣿⣿⣿⣿\n⣿⣿⣿⣿")
    canvas = Canvas(width: 4, height: 2)
    canvas.look(at: 0...7, 0...7)
    canvas.disc(at: [3.5, 3.5], radius: 1.8, .blue)
    #expect(canvas.render(coloured: false) == " ⣠⣄ \n ⠙⠋ ")
  }

  @Test func `nothing that is drawn far away, or not a number, does harm`() {
    var canvas = Canvas(width: 3, height: 1)
    for far in [1e9, -1e300, .infinity, .nan] {
      canvas.line(from: [0, 0], to: [far, far], .white)
      canvas.polygon([[far, 0], [0, far], [far, far]], .white)
      canvas.disc(at: [far, 0], radius: 1, .white)
      canvas.disc(at: [0, 0], radius: far, .white)
      canvas.bar(from: [0, 0], to: [0, far], thickness: 1, .white)
    }
    canvas.text("long text", column: -2, row: 0, .white)
    canvas.text("below", column: 0, row: 5, .white)
    #expect(canvas.render(coloured: false) == "ng ")
  }

  @Test func `a line is cut at the edges, however far it reaches`() {
    for far in [10.0, 1e3, 1e6, 1e8] {
      var canvas = Canvas(width: 2, height: 1)
      canvas.look(at: 0...3, 0...3)
      canvas.line(from: [-far, -far], to: [far, far], .white)
      #expect(canvas.render(coloured: false) == "⡠⠊")
      canvas = Canvas(width: 2, height: 1)
      canvas.look(at: 0...3, 0...3)
      canvas.line(from: [far, 0], to: [-far, 0], .white)
      canvas.line(from: [1, 0], to: [1, far], .white)
      canvas.line(from: [0, far], to: [far, 4], .white)
      #expect(canvas.render(coloured: false) == "⣸⣀")
    }
  }

  @Test(arguments: [[-2.0, 1.5], [5, 1.5], [1.5, -2], [1.5, 5], [-1.3, 1.5], [1.5, 4.3]])
  func `a disc just outside the picture leaves no trace`(centre: [Double]) {
    var canvas = Canvas(width: 2, height: 1)
    canvas.look(at: 0...3, 0...3)
    canvas.disc(at: [centre[0], centre[1]], radius: 1.2, .white)
    #expect(canvas.render(coloured: false) == "  ")
  }

  @Test(arguments: [
    "CartPole-v1", "MountainCar-v0", "MountainCarContinuous-v0", "Acrobot-v1", "Pendulum-v1",
  ])
  func `classic control draws itself and every state looks different`(id: String) throws {
    var environment = try #require(EnvironmentCatalogue.standard[id]).makeSingle(seed: 1)
    #expect(environment.isDrawable)
    let zero = environment.stateVariables?.map { _ in 0.0 } ?? []
    var pictures: Set<String> = []
    for first in [-0.5, 0, 0.3] {
      var state = zero
      state[0] = first
      try environment.reset(stateVariables: state)
      var canvas = Canvas(width: 72, height: 22)
      environment.draw(on: &canvas)
      pictures.insert(canvas.render(coloured: false))
    }
    #expect(pictures.count == 3)
  }
}
