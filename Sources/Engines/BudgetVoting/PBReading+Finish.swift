extension PBReading {
    private static let obligatory = [
        "description", "country", "unit", "instance", "num_projects", "num_votes", "budget", "vote_type", "rule",
        "date_begin", "date_end",
    ]

    /// Puts the sections together and compares them with one another.
    mutating func finish() -> Election? {
        defer { found.close() }
        for section in [Section.meta, .projects, .votes] where sections[section] == nil {
            found.error("the section \(section.rawValue) is missing", line: nil)
        }
        checkObligatoryKeys()
        guard let budget = readBudget() else { return nil }
        let scale = rawProjects.reduce(budget.decimals) { max($0, $1.cost.decimals) }
        guard scale <= Amount.mostDecimals, let units = budget.units(scale: scale) else {
            found.error(
                "amounts with \(scale) decimals up to this size cannot be counted exactly", line: metaLines["budget"],
                advice: "give amounts with at most \(Amount.mostDecimals) decimals, below 10^15 smallest units")
            return nil
        }
        let projects = scaledProjects(scale: scale)
        compareCounts()
        compareVotes()
        compareLimits()
        ballots.setAreas(areaNames)
        guard let voteType else { return nil }
        return Election(
            meta: meta, voteType: voteType, scale: scale, budget: units, projects: projects, ballots: ballots)
    }

    private mutating func checkObligatoryKeys() {
        guard let line = sections[.meta] else { return }
        for key in PBReading.obligatory where metaLines[key] == nil {
            if key == "budget" || key == "vote_type" {
                found.error("META lacks the key \u{201C}\(key)\u{201D}", line: line)
            } else {
                found.contradiction("META lacks the key \u{201C}\(key)\u{201D}", line: line)
            }
        }
        if let type = metaValue("vote_type"), VoteType(rawValue: type.lowercased()) == nil {
            let known = VoteType.allCases.map(\.rawValue).joined(separator: ", ")
            found.error(
                "the vote type \u{201C}\(type)\u{201D} is not known", line: metaLines["vote_type"],
                advice: "known are \(known)")
        }
    }

    private mutating func readBudget() -> Amount.Written? {
        guard let text = metaValue("budget") else { return nil }
        let line = metaLines["budget"]
        guard let budget = Amount.read(text.utf8) else {
            found.error(
                "the budget \u{201C}\(text)\u{201D} is not a number that can be counted exactly", line: line,
                advice: "write digits and at most one decimal point, without grouping")
            return nil
        }
        if budget.hasComma {
            found.warning("the budget has a decimal comma", line: line, advice: "write a point")
        }
        guard budget.digits > 0 else {
            found.error("the budget is \(text); there is nothing to spend", line: line)
            return nil
        }
        return budget
    }

    private mutating func scaledProjects(scale: Int) -> [Project] {
        var projects: [Project] = []
        projects.reserveCapacity(rawProjects.count)
        var total = 0
        for raw in rawProjects {
            var project = raw.project
            if let cost = raw.cost.units(scale: scale), total + cost <= Amount.largest {
                project.cost = cost
                total += cost
            } else {
                found.error(
                    "with the cost of project \(project.id) the amounts grow too large to be counted exactly",
                    line: raw.line)
            }
            projects.append(project)
        }
        return projects
    }

    private mutating func compareCounts() {
        compare("num_projects", with: rawProjects.count, of: "projects")
        compare("num_votes", with: ballots.count, of: "ballots")
    }

    private mutating func compare(_ key: String, with count: Int, of things: String) {
        guard let text = metaValue(key) else { return }
        guard let announced = Int(text) else {
            found.contradiction("\(key) is \u{201C}\(text)\u{201D}, not a whole number", line: metaLines[key])
            return
        }
        if announced != count {
            found.contradiction("\(key) is \(announced), but the file has \(count) \(things)", line: metaLines[key])
        }
    }

    /// Compares the columns `votes` and `score` with the ballots.
    private mutating func compareVotes() {
        var votes = [Int](repeating: 0, count: rawProjects.count)
        var points = votes
        for ballot in 0..<ballots.count {
            let range = ballots.choices(of: ballot)
            let given = ballots.points(of: ballot)
            for (offset, choice) in range.enumerated() {
                votes[Int(choice)] += 1
                if voteType == .ordinal {
                    points[Int(choice)] += range.count - offset
                } else if !given.isEmpty {
                    points[Int(choice)] += Int(given[given.startIndex + offset])
                }
            }
        }
        let hasScores = voteType == .ordinal || voteType?.carriesPoints == true
        for (index, raw) in rawProjects.enumerated() {
            // Published files count a project that a ballot names twice twice; the ballot has been reported.
            let repeated = index < repeats.count ? repeats[index] : 0
            if let declared = raw.votes, declared != votes[index], declared != votes[index] + repeated {
                found.contradiction(
                    "project \(raw.project.id) has \(votes[index]) votes, the file says \(declared)", line: raw.line)
            }
            if hasScores, let declared = raw.score, declared != points[index] {
                found.warning(
                    "project \(raw.project.id) has \(points[index]) points, the file says \(declared)", line: raw.line)
            }
        }
    }

    /// Ballots outside the declared numbers of choices.
    private mutating func compareLimits() {
        let least = metaValue("min_length").flatMap { Int($0) }
        let most = metaValue("max_length").flatMap { Int($0) } ?? (voteType == .choose1 ? 1 : nil)
        guard least != nil || most != nil else { return }
        for ballot in 0..<ballots.count {
            let count = ballots.choices(of: ballot).count
            let line = ballot < ballotLines.count ? Int(ballotLines[ballot]) : nil
            if let most, count > most {
                found.contradiction("the ballot names \(count) projects, at most \(most) are allowed", line: line)
            }
            // An empty ballot is a vote for nothing; it counts in the endowment of the others.
            if let least, count < least, count > 0 {
                found.contradiction("the ballot names \(count) projects, at least \(least) are asked", line: line)
            }
        }
    }
}
