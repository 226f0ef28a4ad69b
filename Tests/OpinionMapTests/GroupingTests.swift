import Ground
import OpinionMap
import TestSupport
import Testing

/// Groups against the same steps written out plainly, without any short cut.
struct GroupingTests {
    @Test("Groups and silhouettes equal the plain steps", arguments: 0..<12)
    func plainSteps(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let votes = RandomConversation.votes(
            &random, participants: 30 + random.below(200), statements: 8 + random.below(20), camps: 1 + random.below(5), seen: 0.8)
        compare(Conversation(VoteTable(votes)).landscape(.init(privacyFloor: 1)))
    }

    @Test("So do those of published conversations", .enabled(if: Reference.isPresent), arguments: PublishedResultsTests.withVotes)
    func published(name: String) throws {
        compare(try ReferenceConversation(name).export.conversation.landscape(.init(privacyFloor: 1)))
    }

    @Test("Equally near centres: many points on few spots")
    func ties() {
        var conversation = Conversation()
        for participant in 0..<64 {
            for statement in 0..<8 {
                let isYes = (participant >> (statement % 3)) & 1 == 1
                conversation.record(isYes ? .agree : .disagree, by: participant, on: statement)
            }
        }
        compare(conversation.landscape(.init(privacyFloor: 1)))
    }

    private func compare(_ landscape: Landscape, sourceLocation: SourceLocation = #_sourceLocation) {
        let placed = landscape.participants.filter(\.isPlaced)
        let plain = PlainGroups(placed.map(\.position))
        #expect(landscape.choices == plain.choices, sourceLocation: sourceLocation)
        #expect(placed.map { $0.group ?? -1 } == plain.labels, sourceLocation: sourceLocation)
    }
}

/// Base clusters, groups and the choice of their number.
struct PlainGroups {
    private(set) var choices: [GroupChoice] = []
    private(set) var labels: [Int] = []

    init(_ points: [Point]) {
        let base = PlainGroups.cluster(points, [Double](repeating: 1, count: points.count), 100, 100)
        guard base.centres.count > 1 else {
            labels = base.labels
            return
        }
        var best = -2.0
        for k in 2...min(5, 2 + base.centres.count / 12) {
            let groups = PlainGroups.cluster(base.centres, base.weights, k, 20)
            let score = PlainGroups.silhouette(base.centres, groups.labels)
            choices.append(GroupChoice(k: k, silhouette: score))
            if score > best {
                best = score
                labels = base.labels.map { groups.labels[$0] }
            }
        }
    }

    private static func distance(_ a: Point, _ b: Point) -> Double {
        ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).squareRoot()
    }

    private static func nearest(_ point: Point, _ centres: [Point]) -> Int {
        let squares = centres.map { (point.x - $0.x) * (point.x - $0.x) + (point.y - $0.y) * (point.y - $0.y) }
        return squares.indices.min { squares[$0] < squares[$1] } ?? 0
    }

    private static func cluster(
        _ points: [Point], _ weights: [Double], _ k: Int, _ iterations: Int
    ) -> (centres: [Point], labels: [Int], weights: [Double]) {
        var centres: [Point] = []
        for point in points where centres.count < k && !centres.contains(point) { centres.append(point) }
        for _ in 0..<iterations {
            let labels = points.map { nearest($0, centres) }
            let moved = centres.indices.map { cluster -> Point? in
                let members = points.indices.filter { labels[$0] == cluster }
                if members.isEmpty { return nil }
                let weight = members.reduce(0) { $0 + weights[$1] }
                return Point(
                    x: members.reduce(0) { $0 + weights[$1] * points[$1].x } / weight,
                    y: members.reduce(0) { $0 + weights[$1] * points[$1].y } / weight)
            }
            let isStill = zip(centres, moved).allSatisfy { before, after in after.map { distance(before, $0) < 0.01 } ?? false }
            centres = moved.compactMap { $0 }
            if isStill { break }
        }
        let labels = points.map { nearest($0, centres) }
        let used = centres.indices.filter { labels.contains($0) }
        return (
            used.map { centres[$0] }, labels.map { used.firstIndex(of: $0) ?? -1 },
            used.map { cluster in points.indices.filter { labels[$0] == cluster }.reduce(0) { $0 + weights[$1] } }
        )
    }

    private static func silhouette(_ points: [Point], _ labels: [Int]) -> Double {
        let clusters = Set(labels)
        guard clusters.count > 1 else { return 0 }
        let values = points.indices.map { point -> Double in
            func mean(_ cluster: Int) -> Double {
                let members = points.indices.filter { labels[$0] == cluster && $0 != point }
                return members.isEmpty ? 0 : members.reduce(0) { $0 + distance(points[point], points[$1]) } / Double(members.count)
            }
            if labels.count(where: { $0 == labels[point] }) == 1 { return 0 }
            let (a, b) = (mean(labels[point]), clusters.filter { $0 != labels[point] }.map(mean).min() ?? 0)
            return max(a, b) > 0 ? (b - a) / max(a, b) : 0
        }
        return values.reduce(0, +) / Double(points.count)
    }
}
