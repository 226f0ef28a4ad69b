/// A letter for every source with its status and enterer.
struct SourceKeys {
    struct Group {
        var letter: String
        var status: ValueStatus
        var source: String
        var enteredBy: String
        var asOf: String
        var count: Int
    }

    private(set) var groups: [Group] = []
    private var position: [[String]: Int] = [:]

    init(_ records: [ValueRecord]) {
        var dates: [[String]] = []
        for record in records {
            let key = [record.source, record.status.rawValue, record.enteredBy]
            let index: Int
            if let known = position[key] {
                index = known
            } else {
                index = groups.count
                position[key] = index
                groups.append(
                    Group(letter: SourceKeys.letter(index), status: record.status, source: record.source, enteredBy: record.enteredBy, asOf: "", count: 0))
                dates.append([])
            }
            groups[index].count += 1
            if !record.asOf.isEmpty { dates[index].append(record.asOf) }
        }
        for index in groups.indices {
            let (low, high) = (dates[index].min() ?? "–", dates[index].max() ?? "–")
            groups[index].asOf = low == high ? low : "\(low) … \(high)"
        }
    }

    func letter(_ record: ValueRecord) -> String {
        position[[record.source, record.status.rawValue, record.enteredBy]].map { groups[$0].letter } ?? ""
    }

    private static func letter(_ index: Int) -> String {
        let own = String(UnicodeScalar(UInt8(97 + index % 26)))
        return index < 26 ? own : own + "\(index / 26)"
    }
}
