public import Ground

/// What the machine must know of the world around it, given as functions so that it stays free of calendars and city folders.
public struct Surroundings: Sendable {
    /// When an allowance that began at a moment runs out, pauses taken into account; nil while a pause is open.
    public var due: @Sendable (_ allowance: Allowance, _ from: Instant, _ pauses: [ClockRun.Span]) -> Instant?
    /// The handling limit of a request class, where it has one.
    public var classLimit: @Sendable (_ requestClass: String, _ priority: Priority) -> Allowance?
    /// How many levels stand above the one where cases begin.
    public var levelsAbove: Int

    public init(
        due: @escaping @Sendable (Allowance, Instant, [ClockRun.Span]) -> Instant?,
        classLimit: @escaping @Sendable (String, Priority) -> Allowance?, levelsAbove: Int
    ) {
        self.due = due
        self.classLimit = classLimit
        self.levelsAbove = levelsAbove
    }
}
