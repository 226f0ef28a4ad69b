package import Ground
package import Store

/// How a reporter can be reached, given of free will. Kept apart from the case, shown only through `open`, erased in time.
package struct Contact: Sendable, Hashable {
    package var name: String?
    package var phone: String?
    package var email: String?

    package init(name: String? = nil, phone: String? = nil, email: String? = nil) {
        self.name = name
        self.phone = phone
        self.email = email
    }

    package var isEmpty: Bool { name == nil && phone == nil && email == nil }

    /// Why somebody wants to see contact data; written into the log that the reporter can read.
    package struct Purpose: Sendable, Hashable {
        package let words: String

        /// The words are required: nil where they say nothing.
        package init?(_ words: String) {
            let trimmed = words.filter { $0 != "\0" }.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            guard trimmed.count >= 4 else { return nil }
            self.words = String(trimmed.prefix(200))
        }
    }

    /// One look at contact data, as the reporter sees it.
    package struct Look: Sendable, Hashable {
        package var account: AccountID
        package var purpose: String
        package var at: Instant
    }

    package static func keep(
        _ contact: Contact, of caseID: Int64, at time: Instant, on connection: any Connection
    ) throws {
        try connection.execute(
            """
            insert into contacts (case_id, name, phone, email, consent_at)
            values (\(caseID), \(contact.name), \(contact.phone), \(contact.email), \(time))
            """)
    }

    /// The only way to contact data: the look is written into the log, durably, before anything is read.
    /// - Returns: nil where nothing was given or it has been erased.
    package static func open(
        _ caseID: Int64, by account: AccountID, purpose: Purpose, lookID: Int64, at time: Instant, in store: any Store
    ) async throws -> Contact? {
        try await store.write { connection in
            try connection.execute(
                """
                insert into contact_looks (id, case_id, account, purpose, at)
                values (\(lookID), \(caseID), \(account.rawValue), \(purpose.words), \(time))
                """)
        }
        return try await store.read { connection in
            try connection.row("select name, phone, email from contacts where case_id = \(caseID)") { row in
                Contact(name: try row.optionalText(0), phone: try row.optionalText(1), email: try row.optionalText(2))
            }
        }
    }

    /// Who looked, newest first.
    package static func looks(at caseID: Int64, on connection: any Connection) throws -> [Look] {
        try connection.rows(
            "select account, purpose, at from contact_looks where case_id = \(caseID) order by at desc, id desc"
        ) { row in
            Look(account: AccountID(try row.integer(0)), purpose: try row.text(1), at: try row.instant(2))
        }
    }

    /// Sets the day on which the contact data of an ended case is erased; nil while the case is open.
    package static func erase(_ caseID: Int64, after time: Instant?, on connection: any Connection) throws {
        try connection.execute("update contacts set erase_after = \(time) where case_id = \(caseID)")
    }

    /// Erases what is due; returns how many.
    package static func sweep(at time: Instant, on connection: any Connection) throws -> Int {
        try connection.execute("delete from contacts where erase_after <= \(time)")
    }
}
