/// How well clusters stand apart. Source: P. Rousseeuw, J. Comput. Appl. Math. 20 (1987).
enum Silhouette {
    /// Distances between all points, row by row.
    static func distances(_ points: [Point]) -> [Double] {
        var result: [Double] = []
        result.reserveCapacity(points.count * points.count)
        for a in points {
            for b in points { result.append(a.distance(to: b)) }
        }
        return result
    }

    /// Mean over all points of (b − a) / max(a, b): a the mean distance to the own cluster, b the least mean distance to another one.
    /// A point alone in its cluster counts 0; one cluster alone has no silhouette.
    static func mean(distances: [Double], labels: [Int], clusters: Int) -> Double {
        let count = labels.count
        var sizes = [Int](repeating: 0, count: clusters)
        for label in labels { sizes[label] += 1 }
        guard sizes.count(where: { $0 > 0 }) > 1 else { return 0 }
        var total = 0.0
        for point in 0..<count where sizes[labels[point]] > 1 {
            var sums = [Double](repeating: 0, count: clusters)
            for other in 0..<count { sums[labels[other]] += distances[point * count + other] }
            let own = labels[point]
            let a = sums[own] / Double(sizes[own] - 1)
            var b = Double.infinity
            for cluster in 0..<clusters where cluster != own && sizes[cluster] > 0 {
                b = min(b, sums[cluster] / Double(sizes[cluster]))
            }
            let most = max(a, b)
            if most > 0 { total += (b - a) / most }
        }
        return total / Double(count)
    }
}
