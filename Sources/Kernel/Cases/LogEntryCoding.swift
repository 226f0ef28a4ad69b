internal import Ground
internal import Store
internal import Workflows

/// The bytes of an entry in the event log.
///
/// An entry is the canonical message of 1 the SHA-256 of the words (may be missing), 2 every fact. A fact is the message of
/// 1 moment (milliseconds), 2 account (may be missing), 3 kind, and the fields of its kind, given at each kind below.
/// Numbers of kinds and fields are for good: new ones are added, old ones are never used again.
extension LogEntry {
    package var canonical: [UInt8] {
        var encoder = CanonicalEncoder()
        encoder.encode(wordsHash, 1)
        for event in facts { encoder.encode(2) { event.encode(to: &$0) } }
        return encoder.bytes
    }

    /// Nil where the bytes are not what `canonical` writes.
    package init?(canonical bytes: [UInt8]) {
        do {
            var decoder = try CanonicalDecoder(bytes)
            wordsHash = try decoder.optionalBytes(1)
            facts = try decoder.messages(2) { try CaseEvent(from: &$0) }
            try decoder.finish()
        } catch {
            return nil
        }
    }
}

private struct UnknownKind: Error {}

/// The kinds of facts by number.
private enum Kind: Int64 {
    case reported = 1
    case acted, triaged, moved, ordersDecide, orderCalled, orderReportedIn, orderDeclined, orderDone, orderSentBack
    case orderAccepted, orderCancelled, clockStarted, clockStopped, clockFired, escalated, notified, paused, resumed, rated
    case reopened, mergedInto, ended
}

extension CaseEvent {
    fileprivate func encode(to encoder: inout CanonicalEncoder) {
        encoder.encode(at.milliseconds, 1)
        encoder.encode(by, 2)
        switch fact {
        case .reported(let workflow, let version, let state, let priority, let area, let requestClass):
            // 4 workflow, 5 version, 6 state, 7 priority, 8 area, 9 class
            encoder.encode(Kind.reported.rawValue, 3)
            encoder.encode(workflow, 4)
            encoder.encode(version, 5)
            encoder.encode(state.rawValue, 6)
            encoder.encode(priority.rawValue, 7)
            encoder.encode(area, 8)
            encoder.encode(requestClass, 9)
        case .acted(let action, let order, let given):
            // 4 action, 5 order, 6 what was given
            encoder.encode(Kind.acted.rawValue, 3)
            encoder.encode(action.rawValue, 4)
            encoder.encode(order, 5)
            if given != Given() { encoder.encode(6) { given.encode(to: &$0) } }
        case .triaged(let requestClass, let area, let priority):
            // 4 class, 5 area, 6 priority
            encoder.encode(Kind.triaged.rawValue, 3)
            encoder.encode(requestClass, 4)
            encoder.encode(area, 5)
            encoder.encode(priority.rawValue, 6)
        case .moved(let state): encode(.moved, state.rawValue, &encoder)
        case .ordersDecide: encoder.encode(Kind.ordersDecide.rawValue, 3)
        case .orderCalled(let number, let organisation, let isLead, let isBinding):
            // 4 number, 5 organisation, 6 lead, 7 binding
            encode(.orderCalled, number, &encoder)
            encoder.encode(organisation, 5)
            encoder.encode(isLead, 6)
            encoder.encode(isBinding, 7)
        case .orderReportedIn(let number): encode(.orderReportedIn, number, &encoder)
        case .orderDeclined(let number, let reason):
            // 4 number, 5 reason
            encode(.orderDeclined, number, &encoder)
            encoder.encode(reason, 5)
        case .orderDone(let number): encode(.orderDone, number, &encoder)
        case .orderSentBack(let number): encode(.orderSentBack, number, &encoder)
        case .orderAccepted(let number): encode(.orderAccepted, number, &encoder)
        case .orderCancelled(let number): encode(.orderCancelled, number, &encoder)
        case .clockStarted(let number, let clock, let order):
            // 4 number, 5 clock, 6 order
            encode(.clockStarted, number, &encoder)
            encoder.encode(clock.rawValue, 5)
            encoder.encode(order, 6)
        case .clockStopped(let number): encode(.clockStopped, number, &encoder)
        case .clockFired(let number): encode(.clockFired, number, &encoder)
        case .escalated(let level): encode(.escalated, level, &encoder)
        case .notified(let permissions, let clock):
            // 4 clock, 5 every permission: 1 relation, 2 post
            encoder.encode(Kind.notified.rawValue, 3)
            encoder.encode(clock?.rawValue, 4)
            for permission in permissions {
                encoder.encode(5) {
                    $0.encode(permission.relation.rawValue, 1)
                    $0.encode(permission.post, 2)
                }
            }
        case .paused(let reason): encode(.paused, reason, &encoder)
        case .resumed: encoder.encode(Kind.resumed.rawValue, 3)
        case .rated(let rating): encode(.rated, rating, &encoder)
        case .reopened(let times): encode(.reopened, times, &encoder)
        case .mergedInto(let other):
            // 4 case
            encoder.encode(Kind.mergedInto.rawValue, 3)
            encoder.encode(other, 4)
        case .ended(let end): encode(.ended, end.rawValue, &encoder)
        }
    }

    /// A kind with one number, field 4.
    private func encode(_ kind: Kind, _ number: Int, _ encoder: inout CanonicalEncoder) {
        encoder.encode(kind.rawValue, 3)
        encoder.encode(number, 4)
    }

    /// A kind with one text, field 4.
    private func encode(_ kind: Kind, _ text: String, _ encoder: inout CanonicalEncoder) {
        encoder.encode(kind.rawValue, 3)
        encoder.encode(text, 4)
    }

    fileprivate init(from decoder: inout CanonicalDecoder) throws {
        let at = Instant(milliseconds: try decoder.integer(1))
        let by = try decoder.optionalInteger(2)
        guard let kind = Kind(rawValue: try decoder.integer(3)) else { throw UnknownKind() }
        self.init(at: at, by: by, fact: try CaseEvent.fact(kind, &decoder))
    }

    private static func fact(_ kind: Kind, _ decoder: inout CanonicalDecoder) throws -> Fact {
        switch kind {
        case .reported:
            return .reported(
                workflow: try decoder.text(4), version: try decoder.int(5), state: StateName(rawValue: try decoder.text(6)),
                priority: try known(decoder.text(7)), area: try decoder.optionalText(8), requestClass: try decoder.optionalText(9))
        case .acted:
            return .acted(
                action: ActionName(rawValue: try decoder.text(4)), order: try decoder.optionalInt(5),
                given: try decoder.optionalMessage(6) { try Given(written: &$0) } ?? Given())
        case .triaged:
            return .triaged(
                requestClass: try decoder.optionalText(4), area: try decoder.optionalText(5), priority: try known(decoder.text(6)))
        case .moved: return .moved(to: StateName(rawValue: try decoder.text(4)))
        case .ordersDecide: return .ordersDecide
        case .orderCalled:
            return .orderCalled(
                number: try decoder.int(4), organisation: try decoder.text(5), isLead: try decoder.truth(6),
                isBinding: try decoder.truth(7))
        case .orderReportedIn: return .orderReportedIn(number: try decoder.int(4))
        case .orderDeclined: return .orderDeclined(number: try decoder.int(4), reason: try decoder.text(5))
        case .orderDone: return .orderDone(number: try decoder.int(4))
        case .orderSentBack: return .orderSentBack(number: try decoder.int(4))
        case .orderAccepted: return .orderAccepted(number: try decoder.int(4))
        case .orderCancelled: return .orderCancelled(number: try decoder.int(4))
        case .clockStarted:
            return .clockStarted(
                number: try decoder.int(4), clock: ClockName(rawValue: try decoder.text(5)), order: try decoder.optionalInt(6))
        case .clockStopped: return .clockStopped(number: try decoder.int(4))
        case .clockFired: return .clockFired(number: try decoder.int(4))
        case .escalated: return .escalated(to: try decoder.int(4))
        case .notified:
            let clock = try decoder.optionalText(4).map { ClockName(rawValue: $0) }
            let permissions = try decoder.messages(5) { inner in
                let relation: Workflow.Relation = try known(inner.text(1))
                return Workflow.Permission(post: try inner.optionalText(2), relation: relation)
            }
            return .notified(permissions, clock: clock)
        case .paused: return .paused(reason: try decoder.text(4))
        case .resumed: return .resumed
        case .rated: return .rated(try decoder.int(4))
        case .reopened: return .reopened(times: try decoder.int(4))
        case .mergedInto: return .mergedInto(try decoder.integer(4))
        case .ended: return .ended(try known(decoder.text(4)))
        }
    }
}

/// A name that must be one of the known ones.
private func known<T: RawRepresentable<String>>(_ name: String) throws -> T {
    guard let value = T(rawValue: name) else { throw UnknownKind() }
    return value
}

/// What was given, without words: 1 photos, 2 organisations, 3 lead, 4 class, 5 area, 6 priority, 7 coded reason, 8 other
/// case, 9 rating. Text, answers and free reasons are never written here.
extension Given {
    fileprivate func encode(to encoder: inout CanonicalEncoder) {
        for photo in photos { encoder.encode(photo, 1) }
        for organisation in organisations { encoder.encode(organisation, 2) }
        encoder.encode(lead, 3)
        encoder.encode(requestClass, 4)
        encoder.encode(area, 5)
        encoder.encode(priority?.rawValue, 6)
        encoder.encode(reason, 7)
        encoder.encode(otherCase, 8)
        encoder.encode(rating, 9)
    }

    /// Where nothing was given nothing is written: an empty message would be a second way to say so.
    fileprivate init(written decoder: inout CanonicalDecoder) throws {
        self.init()
        photos = try decoder.texts(1)
        organisations = try decoder.texts(2)
        lead = try decoder.optionalText(3)
        requestClass = try decoder.optionalText(4)
        area = try decoder.optionalText(5)
        priority = try decoder.optionalText(6).map { try known($0) }
        reason = try decoder.optionalText(7)
        otherCase = try decoder.optionalInteger(8)
        rating = try decoder.optionalInt(9)
        guard self != Given() else { throw UnknownKind() }
    }
}
