/// How many groups were tried and how well they stand apart.
public struct GroupChoice: Sendable, Hashable {
    /// Number of groups.
    public let k: Int
    /// Mean silhouette over the base clusters, −1 to 1.
    public let silhouette: Double

    public init(k: Int, silhouette: Double) {
        self.k = k
        self.silhouette = silhouette
    }
}

/// Groups of participants who vote alike: base clusters by k-means, then k-means of their centres.
struct Grouping: Sendable {
    static let baseClusters = 100
    static let baseIterations = 100
    static let groupIterations = 20
    static let mostGroups = 5

    let choices: [GroupChoice]
    /// The number of groups with the best silhouette (the least of equal ones); 1 where all stand on one point, 0 without anybody.
    let best: Int
    /// Groups of each point for every number tried.
    private let labelsByCount: [Int: [Int]]

    /// - Parameters:
    ///   - points: in the order of participants' ids: the first distinct ones begin the clusters.
    ///   - weights: positive, one for each point.
    init(_ points: [Point], weights: [Double]) {
        let base = KMeans(points, weights: weights, clusters: Grouping.baseClusters, mostIterations: Grouping.baseIterations)
        guard base.centres.count > 1 else {
            choices = []
            best = base.centres.count
            labelsByCount = [best: base.labels]
            return
        }
        let distances = Silhouette.distances(base.centres)
        let most = min(Grouping.mostGroups, 2 + base.centres.count / 12)
        var (choices, labels): ([GroupChoice], [Int: [Int]]) = ([], [:])
        for k in 2...most {
            let groups = KMeans(base.centres, weights: base.weights, clusters: k, mostIterations: Grouping.groupIterations)
            let score = Silhouette.mean(distances: distances, labels: groups.labels, clusters: groups.centres.count)
            choices.append(GroupChoice(k: k, silhouette: score))
            labels[k] = base.labels.map { groups.labels[$0] }
        }
        self.choices = choices
        var best = choices[0]
        for choice in choices where choice.silhouette > best.silhouette { best = choice }
        self.best = best.k
        labelsByCount = labels
    }

    /// The group of each point when there are `k`; of the best number where this one was not tried.
    func labels(_ k: Int) -> [Int] { labelsByCount[k] ?? labelsByCount[best] ?? [] }
}
