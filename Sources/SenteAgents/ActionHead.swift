import SenteCompute
import SenteEnvironments
import SenteNetworks
public import SentePrimitives

/// How a policy draws numbers of a box.
public enum ContinuousPolicy: String, NamedChoice {
  /// Normal numbers, cut to the bounds on their way to the environment.
  case normal
  /// Normal numbers squashed into the bounds.
  case squashed
  /// Beta-distributed numbers between the bounds.
  case beta
}

/// How a policy draws one leaf of an action space.
struct ActionHead: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case choice(count: Int, start: Int)
    case choices(counts: [Int], starts: [Int])
    case switches
    case box(ContinuousPolicy, low: [Float], high: [Float])
  }

  let kind: Kind
  /// Its numbers in an action row.
  let elements: Range<Int>
  /// Its outputs of the network.
  let outputs: Range<Int>
  /// Its numbers in a row of what drawing needs.
  let parameters: Range<Int>
  /// Its logarithms of standard deviations, where it has any.
  let deviations: Range<Int>
  /// Its flags in a mask.
  let flags: Range<Int>

  /// The heads for all leaves of a space, in the order of a row.
  static func heads(_ space: Space, _ continuous: ContinuousPolicy) -> [ActionHead] {
    var heads: [ActionHead] = []
    for leaf in space.leaves {
      let width = leaf.width
      let kind: Kind
      var (outputs, parameters, deviations) = (width, 2 * width, width)
      switch leaf.space {
      case .discrete(let count, let start):
        kind = .choice(count: count, start: start)
        (outputs, parameters, deviations) = (count, count, 0)
      case .multiDiscrete(let counts, let starts):
        kind = .choices(counts: counts, starts: starts)
        let total = counts.reduce(0, +)
        (outputs, parameters, deviations) = (total, total, 0)
      case .multiBinary:
        kind = .switches
        (outputs, parameters, deviations) = (width, width, 0)
      case .box(let low, let high, _):
        kind = .box(continuous, low: low, high: high)
        if continuous == .beta { (outputs, deviations) = (2 * width, 0) }
      case .image, .dictionary, .tuple:
        preconditionFailure("no policy draws \(leaf.space); see ActorCriticConfiguration.problem")
      }
      let last = heads.last
      heads.append(
        ActionHead(
          kind: kind, elements: leaf.range,
          outputs: (last?.outputs).next(outputs), parameters: (last?.parameters).next(parameters),
          deviations: (last?.deviations).next(deviations),
          flags: leaf.maskOffset..<leaf.maskOffset + leaf.space.choiceCount))
    }
    return heads
  }

  /// The distribution that outputs of the network [batch, all outputs] make, given the logarithms of
  /// all deviations and a mask where there are any.
  func distribution(
    _ network: Tensor, logDeviation: Tensor?, mask: Tensor?
  ) -> any Distribution {
    let x = network.sliced(1, from: outputs.lowerBound, count: outputs.count)
    let flags = mask?.sliced(1, from: self.flags.lowerBound, count: self.flags.count)
    switch kind {
    case .choice:
      return flags.map { Categorical(logits: x, mask: $0) } ?? Categorical(logits: x)
    case .choices(let counts, _):
      return MultiCategorical(logits: x, counts: counts, mask: flags)
    case .switches:
      return flags.map { Bernoulli(logits: x, mask: $0) } ?? Bernoulli(logits: x)
    case .box(.beta, _, _):
      // Above 1 both, so that there is one peak (Chou, Maturana and Scherer 2017, section 4).
      let positive = 1 + softplus(x)
      let width = elements.count
      return Beta(
        alpha: positive.sliced(1, from: 0, count: width),
        beta: positive.sliced(1, from: width, count: width))
    case .box(let policy, _, _):
      guard let logDeviation else { preconditionFailure("\(policy) needs deviations") }
      let axis = logDeviation.shape.rank - 1
      let own = logDeviation.sliced(axis, from: deviations.lowerBound, count: deviations.count)
      return policy == .squashed
        ? SquashedNormal(mean: x, logDeviation: own) : Normal(mean: x, logDeviation: own)
    }
  }

  /// A number as drawn turned to what the environment takes, within its bounds.
  func action(_ drawn: Float, _ policy: ContinuousPolicy, low: Float, high: Float) -> Float {
    let x =
      switch policy {
      case .normal: drawn
      case .squashed: low + (high - low) * 0.5 * (1 + SquashedNormal.squashed(drawn))
      case .beta: low + (high - low) * drawn
      }
    return min(max(x, low), high)
  }
}

extension Range<Int>? {
  /// As many numbers after this range, or from 0 on.
  fileprivate func next(_ count: Int) -> Range<Int> {
    let start = self?.upperBound ?? 0
    return start..<start + count
  }
}

// MARK: - Drawing

extension ActionHead {
  /// Draws for one row.
  ///
  /// - Parameters:
  ///   - numbers: What drawing needs, rows of it.
  ///   - offset: Where the row begins.
  ///   - drawn: Written from `elements` of the row at `base` on, as drawn.
  ///   - actions: Written likewise, as the environment takes it.
  /// - Returns: The log-probability or log-density.
  func sample(
    _ numbers: Span<Float>, at offset: Int, base: Int, into drawn: inout [Float],
    actions: inout MutableSpan<Float>, using random: inout RandomStream
  ) -> Float {
    let first = offset + parameters.lowerBound
    let element = base + elements.lowerBound
    var sum: Float = 0
    switch kind {
    case .choice(let count, let start):
      let choice = Categorical.sample(numbers, first..<first + count, using: &random)
      drawn[element] = Float(choice)
      actions[element] = Float(choice + start)
      return numbers[first + choice]
    case .choices(let counts, let starts):
      var part = first
      for i in counts.indices {
        let choice = Categorical.sample(numbers, part..<part + counts[i], using: &random)
        drawn[element + i] = Float(choice)
        actions[element + i] = Float(choice + starts[i])
        sum += numbers[part + choice]
        part += counts[i]
      }
    case .switches:
      for i in 0..<elements.count {
        let logit = numbers[first + i]
        let isOn = Bernoulli.sample(logit: logit, using: &random)
        drawn[element + i] = isOn ? 1 : 0
        actions[element + i] = drawn[element + i]
        sum += Bernoulli.logProbability(of: isOn, logit: logit)
      }
    case .box(let policy, let low, let high):
      let width = elements.count
      for i in 0..<width {
        let (a, b) = (numbers[first + i], numbers[first + width + i])
        drawn[element + i] =
          policy == .beta
          ? Beta.sample(alpha: a, beta: b, using: &random)
          : Normal.sample(mean: a, logDeviation: b, using: &random)
        sum += logProbability(of: drawn[element + i], policy, a, b)
        actions[element + i] = action(drawn[element + i], policy, low: low[i], high: high[i])
      }
    }
    return sum
  }

  /// The log-density of one number of a box as drawn, given both parameters.
  func logProbability(
    of x: Float, _ policy: ContinuousPolicy, _ a: Float, _ b: Float
  ) -> Float {
    switch policy {
    case .normal: Normal.logProbability(of: x, mean: a, logDeviation: b)
    case .squashed: SquashedNormal.logProbability(of: x, mean: a, logDeviation: b)
    case .beta: Beta.logProbability(of: x, alpha: a, beta: b)
    }
  }

  /// Writes the likeliest action of one row, as the environment takes it.
  func mode(
    _ numbers: Span<Float>, at offset: Int, base: Int, actions: inout MutableSpan<Float>
  ) {
    let first = offset + parameters.lowerBound
    let element = base + elements.lowerBound
    switch kind {
    case .choice(let count, let start):
      actions[element] = Float(Categorical.mode(numbers, first..<first + count) + start)
    case .choices(let counts, let starts):
      var part = first
      for i in counts.indices {
        let choice = Categorical.mode(numbers, part..<part + counts[i])
        actions[element + i] = Float(choice + starts[i])
        part += counts[i]
      }
    case .switches:
      for i in 0..<elements.count { actions[element + i] = numbers[first + i] > 0 ? 1 : 0 }
    case .box(let policy, let low, let high):
      let width = elements.count
      for i in 0..<width {
        let (a, b) = (numbers[first + i], numbers[first + width + i])
        let middle = policy == .beta ? (a - 1) / (a + b - 2) : a
        actions[element + i] = action(middle, policy, low: low[i], high: high[i])
      }
    }
  }
}
