internal import Accounts
internal import City
internal import Geography
internal import Workflows

/// A short text that differs when two commands differ; kept with an idempotency key, so that a key used for something else
/// is noticed. FNV-1a over the fields: no secret, only a comparison. Every field and every list says where it ends, so that
/// nothing in one of them can pass for something in the next.
struct Fingerprint {
    private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ text: String?) {
        guard let text else { return mix(0) }
        mix(1)
        for byte in text.utf8 { mix(byte) }
        // No byte of UTF-8.
        mix(0xFF)
    }

    mutating func add(_ number: Int64?) { add(number.map { String($0) }) }

    mutating func add(_ texts: [String]) {
        add(Int64(texts.count))
        for text in texts { add(text) }
    }

    mutating func add(_ answers: [String: String]) {
        let sorted = answers.sorted { $0.key < $1.key }
        add(sorted.map(\.key))
        add(sorted.map(\.value))
    }

    /// Who sends: another holder of the same key is another sender, and is not told the answer.
    mutating func add(_ requester: Requester) {
        switch requester {
        case .account(let account): add(account.id.rawValue)
        case .tracking(let code):
            add("tracking")
            add(code)
        case .anybody: add("anybody")
        }
    }

    mutating func add(_ given: Given) {
        add(given.text)
        add(given.photos)
        add(given.answers)
        add(given.organisations)
        add(given.lead)
        add(given.requestClass)
        add(given.area)
        add(given.priority?.rawValue)
        add(given.reason)
        add(given.otherCase)
        add(given.rating.map { Int64($0) })
    }

    mutating func add(_ command: ReportDemand) {
        add(command.workflow)
        add(command.text)
        add(command.requestClass?.rawValue)
        add(command.area?.rawValue)
        add(command.position.map { "\($0.longitude),\($0.latitude)" })
        add(command.address)
        add(command.channel.rawValue)
        add(command.priority?.rawValue)
        add(command.photos)
        add(command.answers)
        add(command.contact?.name)
        add(command.contact?.phone)
        add(command.contact?.email)
        add(command.outsideNumber)
    }

    var text: String { String(hash, radix: 16) }

    private mutating func mix(_ byte: UInt8) {
        hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
}
