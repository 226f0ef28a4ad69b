internal import Cases
internal import City
internal import Workflows

/// Names of things as the reader reads them.
enum Words {
    static func priority(_ priority: Priority) -> Phrase {
        switch priority {
        case .urgent: .urgent
        case .important: .important
        case .normal: .normal
        }
    }

    /// A mark for what is not normal: colour never says it alone.
    static func priorityTag(_ priority: Priority, _ reader: Reader) -> HTML? {
        guard priority != .normal else { return nil }
        let name: HTML = priority == .urgent ? "urgent" : "important"
        return "<span class=\"tag \(name)\">\(reader.say(Words.priority(priority)))</span>"
    }

    static func label(_ label: Label, _ reader: Reader) -> String { self.label(label, reader.language) }

    private static func label(_ label: Label, _ language: Language) -> String {
        switch language {
        case .zh: label.zh
        case .en: label.en
        }
    }

    /// The title of a state, where it stands by itself.
    static func state(_ title: Label, _ reader: Reader) -> String { state(title, reader.language) }

    static func state(_ title: Label, _ language: Language) -> String {
        let words = label(title, language)
        guard let first = words.unicodeScalars.first, first.properties.changesWhenUppercased else { return words }
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    static func organisation(_ code: String, _ reader: Reader, in city: City) -> String {
        city.organisations.organisation(OrganisationCode(code)).map { reader.say($0.name) } ?? code
    }

    /// The area with the county and street above it.
    static func area(_ code: AreaCode, _ reader: Reader, in city: City) -> String {
        let chain = city.territory.ancestors(of: code).compactMap { city.territory.area($0) }.filter { $0.level != .city }
        let names = chain.map { reader.say($0.name) }
        return reader.language == .zh ? names.joined(separator: " ") : names.reversed().joined(separator: ", ")
    }

    static func progress(_ progress: WorkOrder.Progress) -> Phrase {
        switch progress {
        case .called: .called
        case .working: .working
        case .done: .orderDone
        case .accepted: .accepted
        case .declined: .declined
        case .cancelled: .cancelled
        }
    }

    static func channel(_ channel: Channel) -> Phrase {
        switch channel {
        case .web: .channelWeb
        case .hotline: .channelHotline
        case .patrol: .channelPatrol
        case .counter: .channelCounter
        case .system: .channelSystem
        case .superior: .channelSuperior
        }
    }

    /// Stars, and where the scale has five what they mean.
    static func stars(_ count: Int, of scale: Int, _ reader: Reader) -> String {
        let full = String(repeating: "★", count: min(max(0, count), 10))
        let empty = String(repeating: "☆", count: min(max(0, scale - count), 10))
        let words: [Phrase] = [.stars1, .stars2, .stars3, .stars4, .stars5]
        guard scale == words.count, (1...scale).contains(count) else { return full + empty }
        return "\(full)\(empty) \(reader.say(words[count - 1]))"
    }
}
