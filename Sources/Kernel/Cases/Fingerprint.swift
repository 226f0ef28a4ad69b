internal import Workflows

/// A short text that differs when two commands differ; kept with an idempotency key, so that a key used for something else
/// is noticed. FNV-1a over the fields: no secret, only a comparison.
struct Fingerprint {
    private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ text: String?) {
        for byte in (text ?? "\u{0}").utf8 { mix(byte) }
        mix(0xFF)
    }

    mutating func add(_ number: Int64?) { add(number.map { String($0) }) }

    mutating func add(_ given: Given) {
        add(given.text)
        given.photos.forEach { add($0) }
        for (question, answer) in given.answers.sorted(by: { $0.key < $1.key }) {
            add(question)
            add(answer)
        }
        given.organisations.forEach { add($0) }
        add(given.lead)
        add(given.requestClass)
        add(given.area)
        add(given.priority?.rawValue)
        add(given.reason)
        add(given.otherCase)
        add(given.rating.map { Int64($0) })
    }

    var text: String { String(hash, radix: 16) }

    private mutating func mix(_ byte: UInt8) {
        hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
}
