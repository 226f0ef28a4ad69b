/// What becomes of a stratum from which a single unit was sampled, so that nothing shows how its units differ.
public enum LonelyUnit: String, Sendable, CaseIterable {
    /// The design is refused: the only choice that invents nothing.
    case refuse
    /// The unit counts as taken for certain; the stratum adds nothing to the variance.
    case certain
    /// The unit is compared with the whole sample instead of its stratum; on the safe side.
    case centre
}
