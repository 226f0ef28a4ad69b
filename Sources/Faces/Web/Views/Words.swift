internal import Cases
internal import City
internal import Workflows

/// Names of things as the reader reads them.
enum Words {
    static func priority(_ priority: Priority, _ reader: Reader) -> String {
        switch priority {
        case .urgent: reader.say(.urgent)
        case .important: reader.say(.important)
        case .normal: reader.say(.normal)
        }
    }

    static func label(_ label: Label, _ reader: Reader) -> String {
        reader.language == .zh ? label.zh : label.en
    }

    static func organisation(_ code: String, _ reader: Reader, in city: City) -> String {
        city.organisations.organisation(OrganisationCode(code)).map { reader.say($0.name) } ?? code
    }

    static func progress(_ progress: WorkOrder.Progress, _ reader: Reader) -> String {
        let phrase: Phrase
        switch progress {
        case .called: phrase = Phrase("已吹哨", "Called")
        case .working: phrase = Phrase("办理中", "Working")
        case .done: phrase = Phrase("已办理", "Done")
        case .accepted: phrase = Phrase("已核查", "Accepted")
        case .declined: phrase = Phrase("已退单", "Declined")
        case .cancelled: phrase = Phrase("已撤回", "Taken back")
        }
        return reader.say(phrase)
    }
}
