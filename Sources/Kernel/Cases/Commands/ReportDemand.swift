package import Accounts
package import City
package import Geography
package import Workflows

/// A resident, or a grid worker, reports something. Text and a place are enough; who reports may stay unknown.
package struct ReportDemand: Sendable, Hashable {
    /// Made by the sender; the same key gets the same answer, also after a restart.
    package var key: String
    /// The procedure; nil takes that of the class, or `demand`.
    package var workflow: String?
    /// What is the matter, in the reporter's words.
    package var text: String
    package var requestClass: ClassCode?
    package var area: AreaCode?
    /// Degrees WGS-84.
    package var position: Coordinate?
    package var address: String?
    package var channel: Channel
    package var priority: Priority?
    /// Hashes of stored files.
    package var photos: [String]
    package var answers: [String: String]
    /// Given of free will; kept apart.
    package var contact: Contact?
    /// The number under which another system knows the case.
    package var outsideNumber: String?

    package init(
        key: String, text: String, requestClass: ClassCode? = nil, area: AreaCode? = nil, position: Coordinate? = nil,
        address: String? = nil, channel: Channel = .web, priority: Priority? = nil, photos: [String] = [],
        answers: [String: String] = [:], contact: Contact? = nil, outsideNumber: String? = nil, workflow: String? = nil
    ) {
        self.key = key
        self.text = text
        self.requestClass = requestClass
        self.area = area
        self.position = position
        self.address = address
        self.channel = channel
        self.priority = priority
        self.photos = photos
        self.answers = answers
        self.contact = contact
        self.outsideNumber = outsideNumber
        self.workflow = workflow
    }
}

/// How a demand reached the city.
package enum Channel: String, Sendable, Hashable, Codable, CaseIterable {
    case web
    case hotline
    case patrol
    case counter
    /// Another system, such as an Open311 client.
    case system
    /// An order of a superior body.
    case superior
}
