package import Accounts
internal import City
internal import Crypto
package import Ground
package import Store
internal import Workflows
internal import WorkingTime

/// A case that does not count in the adjusted rates, because two people said so: one proposes with a reason, another one
/// reviews. The raw rates always count it.
package struct Exclusion: Sendable, Hashable {
    package var reason: String
    package var proposedBy: AccountID
    package var reviewedBy: AccountID?
    /// Nil until it is reviewed.
    package var isAccepted: Bool?

    /// The events of exclusions in the city's log: one of the proposal, one of the review.
    package static let stream = "exclusion"

    fileprivate enum Step {
        case proposed(reason: String)
        case accepted
        case refused

        var name: String {
            switch self {
            case .proposed: "propose"
            case .accepted: "accept"
            case .refused: "refuse"
            }
        }

        var revision: Int { if case .proposed = self { 1 } else { 2 } }
    }

    package static func of(_ id: CaseID, on connection: any Connection) throws -> Exclusion? {
        try connection.row(
            "select reason, proposed_by, reviewed_by, accepted from exclusions where case_id = \(id.rawValue)"
        ) { row in
            Exclusion(
                reason: try row.text(0), proposedBy: AccountID(try row.integer(1)),
                reviewedBy: try row.optionalInteger(2).map { AccountID($0) },
                isAccepted: try row.optionalInteger(3).map { $0 == 1 })
        }
    }
}

extension CaseOffice {
    /// Proposes to leave a case out of the adjusted rates. Only posts with the ability `exclusion-proposer` may.
    package func proposeExclusion(
        of id: CaseID, reason: String, by account: Account, at time: Instant, on connection: any Connection
    ) throws {
        let file = try load(id, on: connection)
        try require("exclusion-proposer", of: account, for: file, at: time)
        guard let reason = CaseOffice.trimmed(reason), reason.utf8.count <= CaseOffice.mostText else {
            throw CaseRefusal.invalid(
                "reason", zh: "请写明理由（最多\(CaseOffice.mostText)字节）。", en: "Give a reason of at most \(CaseOffice.mostText) bytes.")
        }
        if try Exclusion.of(id, on: connection) != nil {
            throw CaseRefusal.invalid("case", zh: "已有剔除申请。", en: "An exclusion was proposed already.")
        }
        try connection.execute(
            """
            insert into exclusions (case_id, reason, proposed_by, proposed_at)
            values (\(id.rawValue), \(reason), \(account.id.rawValue), \(time))
            """)
        try append(.proposed(reason: reason), of: id, by: account, at: time, on: connection)
    }

    /// The second person's word on a proposed exclusion. Only posts with the ability `exclusion-reviewer` may, and never the
    /// one who proposed it.
    package func reviewExclusion(
        of id: CaseID, accept: Bool, by account: Account, at time: Instant, on connection: any Connection
    ) throws {
        let file = try load(id, on: connection)
        try require("exclusion-reviewer", of: account, for: file, at: time)
        guard let exclusion = try Exclusion.of(id, on: connection), exclusion.isAccepted == nil else {
            throw CaseRefusal.invalid("case", zh: "没有待审核的剔除申请。", en: "No exclusion waits for a review.")
        }
        guard exclusion.proposedBy != account.id else {
            throw CaseRefusal(
                .workflow(.partsMustDiffer), zh: "申请人不能审核自己的申请。", en: "Who proposed it may not review it.")
        }
        try connection.execute(
            """
            update exclusions set reviewed_by = \(account.id.rawValue), reviewed_at = \(time), accepted = \(accept)
            where case_id = \(id.rawValue)
            """)
        try append(accept ? .accepted : .refused, of: id, by: account, at: time, on: connection)
        guard accept else { return }
        try connection.execute("update cases set excluded = 1 where id = \(id.rawValue)")
        try RateBook.exclude(file, in: city, on: connection)
    }

    /// Who takes what out of the rates stands in the log like everything else; the reason as its hash only.
    private func append(
        _ step: Exclusion.Step, of id: CaseID, by account: Account, at time: Instant, on connection: any Connection
    ) throws {
        var body = CanonicalEncoder()
        body.encode(account.id.rawValue, 1)
        if case .proposed(let reason) = step { body.encode(Array(SHA256.hash(data: Array(reason.utf8))), 2) }
        _ = try EventLog.append(
            [
                NewEvent(
                    stream: Exclusion.stream, entity: id.rawValue, revision: step.revision, at: time, type: step.name,
                    body: body.bytes)
            ], on: connection)
    }

    private func require(_ ability: String, of account: Account, for file: CaseFile, at time: Instant) throws {
        let actor = Actor(
            .account(account), facts: file.facts, in: city, on: city.calendar.localDate(time))
        let may = actor.standings.contains { $0.post == ability && $0.relations.contains(.ownArea) }
        guard may else { throw CaseRefusal.notPermitted }
    }
}
