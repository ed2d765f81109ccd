// The standard library's functions of these names say nothing in optimized builds, which is how Sente
// runs. These say it in every build; they take the others' place in each file that imports this module.

/// Traps with a message when a caller has broken a rule.
@inlinable
package func precondition(
  _ condition: @autoclosure () -> Bool, _ message: @autoclosure () -> String = "",
  file: StaticString = #fileID, line: UInt = #line
) {
  guard _fastPath(condition()) else { fatalError(message(), file: file, line: line) }
}

/// Traps with a message where a caller has broken a rule.
@inlinable
package func preconditionFailure(
  _ message: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line
) -> Never {
  fatalError(message(), file: file, line: line)
}
