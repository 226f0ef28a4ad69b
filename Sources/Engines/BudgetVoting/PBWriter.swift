/// Writes an election as a Pabulib `.pb` file.
///
/// What this engine does not keep (age and sex of voters) is not written; reading the text again gives the same election.
public enum PBWriter {
    public static func text(_ election: Election) -> String {
        var text = "META\nkey;value\n"
        for entry in election.meta { text += line([entry.key, metaValue(entry, of: election)]) }
        let known = Set(election.meta.map(\.key))
        for key in ["num_projects", "num_votes", "budget", "vote_type"] where !known.contains(key) {
            text += line([key, metaValue(MetaEntry(key, ""), of: election)])
        }
        text += PBReading.Section.projects.rawValue + "\n"
        appendProjects(of: election, to: &text)
        text += PBReading.Section.votes.rawValue + "\n"
        appendBallots(of: election, to: &text)
        return text
    }

    /// Counts, budget and type are those of the election, whatever META said.
    private static func metaValue(_ entry: MetaEntry, of election: Election) -> String {
        switch entry.key {
        case "num_projects": String(election.projects.count)
        case "num_votes": String(election.ballots.count)
        case "budget": Amount.text(election.budget, scale: election.scale)
        case "vote_type": election.voteType.rawValue
        default: entry.value
        }
    }

    private static func appendProjects(of election: Election, to text: inout String) {
        let projects = election.projects
        let details = Set(projects.flatMap(\.details.keys)).sorted()
        var columns = ["project_id", "cost", "votes"]
        if projects.contains(where: { $0.name != nil }) { columns.append("name") }
        if projects.contains(where: { !$0.categories.isEmpty }) { columns.append("category") }
        if projects.contains(where: { $0.district != nil }) { columns.append("district") }
        if projects.contains(where: { $0.selected != nil }) { columns.append("selected") }
        let scores = election.scores
        if scores != nil { columns.append("score") }
        text += line(columns + details)
        let votes = election.votes
        for (index, project) in projects.enumerated() {
            var fields = columns.map { column -> String in
                switch column {
                case "project_id": project.id
                case "cost": Amount.text(project.cost, scale: election.scale)
                case "votes": String(votes[index])
                case "name": project.name ?? ""
                case "category": project.categories.joined(separator: ",")
                case "district": project.district ?? ""
                case "score": scores.map { String($0[index]) } ?? ""
                default: project.selected.map(String.init) ?? ""
                }
            }
            fields += details.map { project.details[$0] ?? "" }
            text += line(fields)
        }
    }

    private static func appendBallots(of election: Election, to text: inout String) {
        let ballots = election.ballots
        let hasPoints = election.voteType.carriesPoints
        let hasAreas = !ballots.areas.isEmpty
        var columns = ["voter_id", "vote"]
        if hasPoints { columns.append("points") }
        if hasAreas { columns.append("neighborhood") }
        text += line(columns)
        for ballot in 0..<ballots.count {
            var fields = [
                ballots.voters[ballot],
                ballots.choices(of: ballot).map { election.projects[Int($0)].id }.joined(separator: ","),
            ]
            if hasPoints { fields.append(ballots.points(of: ballot).map(String.init).joined(separator: ",")) }
            if hasAreas {
                let area = ballot < ballots.areaOfBallot.count ? Int(ballots.areaOfBallot[ballot]) : -1
                fields.append(area >= 0 ? ballots.areas[area] : "")
            }
            text += line(fields)
        }
    }

    private static func line(_ fields: [String]) -> String {
        fields.map { field in
            let hasMarks = field.utf8.contains {
                $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "\"") || $0 == 10 || $0 == 13
            }
            // A voter called VOTES is not the beginning of a section.
            guard hasMarks || PBReading.Section(rawValue: field) != nil else { return field }
            return "\""
                + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        }.joined(separator: ";") + "\n"
    }
}
