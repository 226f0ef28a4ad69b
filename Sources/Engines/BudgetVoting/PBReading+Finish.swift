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
        let budget = readBudget() ?? Amount.Written(digits: 0, decimals: 0)
        let scale = rawProjects.reduce(budget.decimals) { max($0, $1.cost.decimals) }
        let units = budget.units(scale: scale)
        if units == nil {
            found.error(
                "the budget is too large to be counted exactly", line: metaLines["budget"],
                advice: "with \(scale) decimals amounts must stay below \(Amount.text(Amount.largest, scale: scale))")
        }
        let projects = scaledProjects(scale: scale)
        compareCounts()
        compareLimits(projects: projects, scale: scale)
        ballots.setAreas(areaNames)
        guard let voteType else { return nil }
        let election = Election(
            meta: meta, voteType: voteType, scale: scale, budget: units ?? 0, projects: projects, ballots: ballots)
        compareVotes(with: election)
        return election
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
        guard budget.decimals <= Amount.mostDecimals else {
            found.error("the budget has more than \(Amount.mostDecimals) decimals", line: line)
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
    private mutating func compareVotes(with election: Election) {
        let votes = election.votes
        let scores = election.scores
        for (index, raw) in rawProjects.enumerated() {
            // Published files count a project that a ballot names twice twice; the ballot has been reported.
            let repeated = index < repeats.count ? repeats[index] : 0
            if let declared = raw.votes, declared != votes[index], declared != votes[index] + repeated {
                found.contradiction(
                    "project \(raw.project.id) has \(votes[index]) votes, the file says \(declared)", line: raw.line)
            }
            if let scores, let declared = raw.score, declared != scores[index] {
                found.warning(
                    "project \(raw.project.id) has \(scores[index]) points, the file says \(declared)", line: raw.line)
            }
        }
    }
}
