/// Ballots outside the limits that META declares.
extension PBReading {
    /// What one ballot may hold; nil is no limit.
    private struct BallotLimits {
        var choices: (least: Int?, most: Int?)
        /// In smallest units.
        var cost: (least: Int?, most: Int?)
        var points: (least: Int?, most: Int?)
        var pointsOnOne: (least: Int?, most: Int?)

        var isEmpty: Bool {
            [choices, cost, points, pointsOnOne].allSatisfy { $0.least == nil && $0.most == nil }
        }
    }

    mutating func compareLimits(projects: [Project], scale: Int) {
        let limits = declaredLimits(scale: scale)
        if limits.isEmpty { return }
        for ballot in 0..<ballots.count {
            let choices = ballots.choices(of: ballot)
            // An empty ballot is a vote for nothing; it counts in the endowment of the others.
            if choices.isEmpty { continue }
            let line = ballot < ballotLines.count ? Int(ballotLines[ballot]) : nil
            let count = choices.count
            if let most = limits.choices.most, count > most {
                found.contradiction("the ballot names \(count) projects, at most \(most) are allowed", line: line)
            }
            if let least = limits.choices.least, count < least {
                found.contradiction("the ballot names \(count) projects, at least \(least) are asked", line: line)
            }
            compareCost(of: choices, projects, limits.cost, scale: scale, line: line)
            comparePoints(ballots.points(of: ballot), limits, line: line)
        }
    }

    private func declaredLimits(scale: Int) -> BallotLimits {
        func number(_ key: String) -> Int? { metaValue(key).flatMap { Int($0) } }
        func money(_ key: String) -> Int? {
            metaValue(key).flatMap { Amount.read($0.utf8)?.units(scale: scale) }
        }
        var limits = BallotLimits(
            choices: (number("min_length"), number("max_length") ?? (voteType == .choose1 ? 1 : nil)),
            cost: (money("min_sum_cost"), money("max_sum_cost")), points: (nil, nil), pointsOnOne: (nil, nil))
        if voteType?.carriesPoints == true {
            limits.points = (number("min_sum_points"), number("max_sum_points"))
            limits.pointsOnOne = (number("min_points"), number("max_points"))
        }
        return limits
    }

    private mutating func compareCost(
        of choices: ArraySlice<Int32>, _ projects: [Project], _ limit: (least: Int?, most: Int?), scale: Int, line: Int?
    ) {
        if limit.least == nil, limit.most == nil { return }
        let cost = choices.reduce(0) { $0 + projects[Int($1)].cost }
        let text = Amount.text(cost, scale: scale)
        // Published files hold such ballots, and they were counted: a warning, also in strict reading.
        if let most = limit.most, cost > most {
            let allowed = Amount.text(most, scale: scale)
            found.warning("the ballot names projects for \(text), at most \(allowed) is allowed", line: line)
        }
        if let least = limit.least, cost < least {
            let asked = Amount.text(least, scale: scale)
            found.warning("the ballot names projects for \(text), at least \(asked) is asked", line: line)
        }
    }

    private mutating func comparePoints(_ points: ArraySlice<Int32>, _ limits: BallotLimits, line: Int?) {
        if points.isEmpty { return }
        let sum = points.reduce(0) { $0 + Int($1) }
        if let most = limits.points.most, sum > most {
            found.contradiction("the ballot gives \(sum) points, at most \(most) are allowed", line: line)
        }
        if let least = limits.points.least, sum < least {
            found.contradiction("the ballot gives \(sum) points, at least \(least) are asked", line: line)
        }
        if let most = limits.pointsOnOne.most, let high = points.max(), Int(high) > most {
            found.contradiction("the ballot gives a project \(high) points, at most \(most) are allowed", line: line)
        }
        if let least = limits.pointsOnOne.least, let low = points.min(), Int(low) < least {
            found.contradiction("the ballot gives a project \(low) points, at least \(least) are asked", line: line)
        }
    }
}
