internal import City
package import Ground
package import Store

/// Accounts, their posts and sessions in the store.
package enum AccountDirectory {
    /// Adds an account with its posts.
    package static func add(
        _ account: Account, passwordHash: String, at time: Instant, on connection: any Connection
    ) throws {
        try connection.execute(
            """
            insert into accounts (id, login, name_zh, name_en, password_hash, disabled, created)
            values (\(account.id.rawValue), \(account.login), \(account.name.zh), \(account.name.en), \(passwordHash),
                \(account.isDisabled), \(time))
            """)
        for post in account.posts {
            try connection.execute(
                """
                insert into account_posts (account, kind, area, organisation, from_day, to_day)
                values (\(account.id.rawValue), \(post.kind.rawValue), \(post.area?.rawValue),
                    \(post.organisation?.rawValue), \(post.from?.daysSinceEpoch), \(post.to?.daysSinceEpoch))
                """)
        }
    }

    package static func account(_ id: AccountID, on connection: any Connection) throws -> Account? {
        try account(where: "id = \(id.rawValue)", on: connection)
    }

    package static func account(login: String, on connection: any Connection) throws -> Account? {
        // What no database can keep is nobody's name.
        if login.utf8.contains(0) { return nil }
        return try account(where: "login = \(login)", on: connection)
    }

    /// The account of a session that is open now, with its posts: one statement, as every page of everybody signed in begins with it.
    static func account(session tokenHash: String, at time: Instant, on connection: any Connection) throws -> Account? {
        var found: Account?
        _ = try connection.rows(query(session: tokenHash, at: time)) { row in
            var account = try found ?? account(row)
            if !row.isNull(5) { account.posts.append(try post(row, from: 5)) }
            found = account
        }
        return found
    }

    /// The statement behind it; a test reads its plan.
    package static func query(session tokenHash: String, at time: Instant) -> SQL {
        """
        select a.id, a.login, a.name_zh, a.name_en, a.disabled, p.kind, p.area, p.organisation, p.from_day, p.to_day
        from sessions s join accounts a on a.id = s.account left join account_posts p on p.account = a.id
        where s.token_hash = \(tokenHash) and s.expires > \(time) and a.disabled = 0
        order by p.kind, p.area, p.organisation
        """
    }

    private static func account(where condition: SQL, on connection: any Connection) throws -> Account? {
        let query: SQL = "select id, login, name_zh, name_en, disabled from accounts where "
        guard var account = try connection.row(query + condition, account) else { return nil }
        account.posts = try posts(of: account.id, on: connection)
        return account
    }

    package static func posts(of id: AccountID, on connection: any Connection) throws -> [HeldPost] {
        try connection.rows(
            """
            select kind, area, organisation, from_day, to_day from account_posts where account = \(id.rawValue)
            order by kind, area, organisation
            """
        ) { try post($0, from: 0) }
    }

    private static func account(_ row: ResultRow) throws -> Account {
        Account(
            id: AccountID(try row.integer(0)), login: try row.text(1), name: Bilingual(zh: try row.text(2), en: try row.text(3)),
            isDisabled: try row.truth(4))
    }

    private static func post(_ row: ResultRow, from column: Int) throws -> HeldPost {
        HeldPost(
            kind: PostKind(try row.text(column)), area: try row.optionalText(column + 1).map { AreaCode($0) },
            organisation: try row.optionalText(column + 2).map { OrganisationCode($0) },
            from: try row.optionalInteger(column + 3).map { CivilDate(daysSinceEpoch: Int($0)) },
            to: try row.optionalInteger(column + 4).map { CivilDate(daysSinceEpoch: Int($0)) })
    }

    /// Everybody who can sign in, by login; for lists of administration and the demonstration.
    package static func all(on connection: any Connection) throws -> [Account] {
        let ids = try connection.rows("select id from accounts order by login") { AccountID(try $0.integer(0)) }
        return try ids.compactMap { try account($0, on: connection) }
    }

    package static func passwordHash(of id: AccountID, on connection: any Connection) throws -> String? {
        try connection.row("select password_hash from accounts where id = \(id.rawValue)") { try $0.text(0) }
    }
}
