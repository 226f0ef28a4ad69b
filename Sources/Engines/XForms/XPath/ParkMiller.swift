/// The generator that the ODK specification demands of `randomize` with a seed, so that every client shuffles alike.
///
/// S. K. Park, K. W. Miller, "Random number generators: good ones are hard to find", CACM 31 (1988).
struct ParkMiller {
    private var state: Int

    init(seed: Int) {
        state = seed % 2_147_483_647
        if state <= 0 { state += 2_147_483_646 }
        // One seed would be the generator's dead end.
        if state <= 0 { state = 1 }
    }

    /// 0 ..< 1.
    mutating func unit() -> Double {
        state = state * 16_807 % 2_147_483_647
        return Double(state - 1) / 2_147_483_646
    }

    /// Fisher–Yates from the end.
    static func shuffled<Element>(_ elements: [Element], seed: Int) -> [Element] {
        var generator = ParkMiller(seed: seed)
        var result = elements
        for index in stride(from: result.count - 1, to: 0, by: -1) {
            result.swapAt(index, min(index, Int(generator.unit() * Double(index + 1))))
        }
        return result
    }
}
