/// Weighted k-means in the plane, by Lloyd's iterations, from the first k distinct points.
///
/// The same points in the same order give the same clusters. Clusters that lose their last point vanish.
struct KMeans: Sendable {
    /// Every centre moves less than this: done.
    static let stillness = 0.01

    private(set) var centres: [Point]
    /// The cluster of each point.
    private(set) var labels: [Int]
    /// Sum of weights in each cluster; never 0.
    private(set) var weights: [Double]
    let iterations: Int

    /// - Parameter weights: positive, one for each point.
    init(_ points: [Point], weights pointWeights: [Double], clusters k: Int, mostIterations: Int) {
        var centres = KMeans.firstDistinct(points, k)
        var labels = [Int](repeating: 0, count: points.count)
        var sums = KMeans.sums(points, pointWeights, labels, centres.count)
        var count = 0
        while count < mostIterations, !centres.isEmpty {
            count += 1
            KMeans.assign(points, to: centres, &labels)
            sums = KMeans.sums(points, pointWeights, labels, centres.count)
            let previous = centres
            centres = sums.filter { $0.weight > 0 }.map(\.centre)
            guard centres.count == previous.count else { continue }
            if zip(previous, centres).allSatisfy({ $0.distance(to: $1) < KMeans.stillness }) { break }
        }
        KMeans.assign(points, to: centres, &labels)
        sums = KMeans.sums(points, pointWeights, labels, centres.count)
        var place = [Int](repeating: 0, count: sums.count)
        var (kept, weights): ([Point], [Double]) = ([], [])
        for (cluster, sum) in sums.enumerated() where sum.weight > 0 {
            place[cluster] = kept.count
            kept.append(centres[cluster])
            weights.append(sum.weight)
        }
        self.centres = kept
        self.labels = labels.map { place[$0] }
        self.weights = weights
        iterations = count
    }

    private static func firstDistinct(_ points: [Point], _ k: Int) -> [Point] {
        var result: [Point] = []
        var met: Set<Point> = []
        for point in points where result.count < k && met.insert(point).inserted { result.append(point) }
        return result
    }

    /// The nearest centre of each point; of equally near ones the first.
    ///
    /// Centres are walked from the point's last one to the right and to the left, until they are further away in x alone than the nearest
    /// one met: a distance is never less than its part in x, rounding included, so that nothing nearer is missed.
    private static func assign(_ points: [Point], to centres: [Point], _ labels: inout [Int]) {
        let order = centres.indices.sorted { centres[$0].x != centres[$1].x ? centres[$0].x < centres[$1].x : $0 < $1 }
        let sorted = order.map { centres[$0] }
        var rank = [Int](repeating: 0, count: max(1, centres.count))
        for (place, cluster) in order.enumerated() { rank[cluster] = place }
        sorted.withUnsafeBufferPointer { sorted in
            order.withUnsafeBufferPointer { order in
                for (index, point) in points.enumerated() {
                    let start = labels[index] < centres.count ? rank[labels[index]] : 0
                    var (nearest, least) = (order[start], point.squaredDistance(to: sorted[start]))
                    var place = start + 1
                    while place < sorted.count {
                        let across = sorted[place].x - point.x
                        if across > 0, across * across > least { break }
                        let distance = point.squaredDistance(to: sorted[place])
                        if distance < least || (distance == least && order[place] < nearest) {
                            (nearest, least) = (order[place], distance)
                        }
                        place += 1
                    }
                    place = start - 1
                    while place >= 0 {
                        let across = point.x - sorted[place].x
                        if across > 0, across * across > least { break }
                        let distance = point.squaredDistance(to: sorted[place])
                        if distance < least || (distance == least && order[place] < nearest) {
                            (nearest, least) = (order[place], distance)
                        }
                        place -= 1
                    }
                    labels[index] = nearest
                }
            }
        }
    }

    private struct Sum {
        var weight = 0.0
        var x = 0.0
        var y = 0.0
        var centre: Point { Point(x: x / weight, y: y / weight) }
    }

    private static func sums(_ points: [Point], _ weights: [Double], _ labels: [Int], _ count: Int) -> [Sum] {
        var sums = [Sum](repeating: Sum(), count: count)
        guard count > 0 else { return sums }
        for (index, point) in points.enumerated() {
            sums[labels[index]].weight += weights[index]
            sums[labels[index]].x += weights[index] * point.x
            sums[labels[index]].y += weights[index] * point.y
        }
        return sums
    }
}
