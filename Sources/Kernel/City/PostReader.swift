internal import Documents
internal import Ground

/// Reads `posts.yaml`: the kinds of posts and the accounts of the demonstration.
struct PostReader {
    let file: String
    let levels: [AreaLevel]
    let territory: Territory?
    let organisations: Organisations?

    static func read(
        _ files: CityFiles, levels: [AreaLevel], territory: Territory?, organisations: Organisations?,
        diagnostics: inout Diagnostics
    ) -> PostCatalogue? {
        let name = "posts.yaml"
        guard let bytes = files.required(name, diagnostics: &diagnostics),
            let text = files.text(bytes, of: name, diagnostics: &diagnostics),
            let root = YAMLDocument.read(text, file: files.path(name), diagnostics: &diagnostics)
        else { return nil }
        let reader = PostReader(
            file: files.path(name), levels: levels, territory: territory, organisations: organisations)
        let record = root.record(["posts", "accounts"], &diagnostics)
        var posts: [Post] = []
        for field in record.required("posts", &diagnostics)?.map(&diagnostics) ?? [] {
            if let post = reader.post(field, &diagnostics) { posts.append(post) }
        }
        let catalogue = PostCatalogue(posts)
        var accounts: [DemonstrationAccount] = []
        var logins: [String: Int] = [:]
        for entry in record["accounts"]?.list(&diagnostics) ?? [] {
            guard let account = reader.account(entry, catalogue, &diagnostics) else { continue }
            if let first = logins.updateValue(entry.place.line ?? 0, forKey: account.login) {
                diagnostics.error(
                    "the login \(account.login) stands already on line \(first)", at: entry.place,
                    advice: "give one of them another login")
                continue
            }
            accounts.append(account)
        }
        return PostCatalogue(posts, demonstration: accounts)
    }

    private func post(_ field: Entry.Field, _ diagnostics: inout Diagnostics) -> Post? {
        let record = field.value.record(["title", "areas", "organisations", "abilities", "duties"], &diagnostics)
        let title = record.required("title", &diagnostics)?.bilingual(&diagnostics)
        let seat: Post.Seat
        switch (record["areas"], record["organisations"]) {
        case (let areas?, nil):
            let words = areas.list(&diagnostics).compactMap { entry -> AreaLevel? in
                let level = entry.word(AreaLevel.self, &diagnostics)
                if let level, !levels.isEmpty, !levels.contains(level) {
                    diagnostics.error(
                        "the level \u{201C}\(level.rawValue)\u{201D} is not used in this city", at: entry.place,
                        advice: "used are \(levels.map(\.rawValue).joined(separator: ", "))")
                }
                return level
            }
            seat = .area(words)
        case (nil, let kinds?):
            seat = .organisation(
                kinds.list(&diagnostics).compactMap { $0.word(Organisation.Kind.self, &diagnostics) })
        case (_?, _?), (nil, nil):
            diagnostics.error(
                "the post \(field.key) must be held either in areas or in organisations", at: field.keyPlace,
                advice: "write areas: [street] or organisations: [department]")
            return nil
        }
        let abilities = Set(record["abilities"]?.texts(&diagnostics) ?? [])
        let duties = record["duties"]?.texts(&diagnostics) ?? []
        guard let title else { return nil }
        return Post(
            kind: PostKind(field.key), title: title, seat: seat, abilities: abilities, duties: duties,
            place: field.keyPlace)
    }

    private func account(
        _ entry: Entry, _ catalogue: PostCatalogue, _ diagnostics: inout Diagnostics
    ) -> DemonstrationAccount? {
        let record = entry.record(["login", "name", "posts"], &diagnostics)
        guard case .map = entry.content else { return nil }
        let login = record.required("login", &diagnostics)?.text(&diagnostics)
        let name = record.required("name", &diagnostics)?.bilingual(&diagnostics)
        let posts = (record["posts"]?.list(&diagnostics) ?? []).compactMap { held($0, catalogue, &diagnostics) }
        if let login, login.isEmpty || login.utf8.contains(where: { $0 <= 32 || $0 == UInt8(ascii: "/") }) {
            diagnostics.error(
                "\u{201C}\(login)\u{201D} cannot be a login", at: record["login"]?.place ?? entry.place,
                advice: "write it without blanks and slashes")
            return nil
        }
        guard let login, let name else { return nil }
        return DemonstrationAccount(login: login, name: name, posts: posts, place: entry.place)
    }

    private func held(
        _ entry: Entry, _ catalogue: PostCatalogue, _ diagnostics: inout Diagnostics
    ) -> DemonstrationAccount.Held? {
        let record = entry.record(["post", "area", "organisation"], &diagnostics)
        guard let kindEntry = record.required("post", &diagnostics), let kind = kindEntry.text(&diagnostics)
        else { return nil }
        guard let post = catalogue.post(PostKind(kind)) else {
            let near = Spelling.nearest(to: kind, among: catalogue.all.map(\.kind.rawValue))
            diagnostics.error(
                "there is no post \u{201C}\(kind)\u{201D}", at: kindEntry.place,
                advice: near.map { "did you mean \u{201C}\($0)\u{201D}?" } ?? "posts are listed above")
            return nil
        }
        let area = record["area"]?.text(&diagnostics).map { AreaCode($0) }
        let organisation = record["organisation"]?.text(&diagnostics).map { OrganisationCode($0) }
        switch post.seat {
        case .area(let allowed):
            guard let area, organisation == nil else {
                diagnostics.error(
                    "the post \(kind) is held in an area", at: entry.place, advice: "write area: and its code")
                return nil
            }
            check(area, allowed, record["area"]?.place ?? entry.place, &diagnostics)
        case .organisation(let allowed):
            guard let organisation, area == nil else {
                diagnostics.error(
                    "the post \(kind) is held in an organisation", at: entry.place,
                    advice: "write organisation: and its code")
                return nil
            }
            check(organisation, allowed, record["organisation"]?.place ?? entry.place, &diagnostics)
        }
        return DemonstrationAccount.Held(kind: post.kind, area: area, organisation: organisation)
    }

    private func check(_ code: AreaCode, _ allowed: [AreaLevel], _ place: Place, _ diagnostics: inout Diagnostics) {
        guard let territory else { return }
        guard let area = territory.area(code) else {
            diagnostics.error("the area \(code) does not exist", at: place, advice: "areas are listed in areas.csv")
            return
        }
        if !allowed.contains(area.level) {
            diagnostics.error(
                "the post is not held in a \(area.level.rawValue)", at: place,
                advice: "it is held in: \(allowed.map(\.rawValue).joined(separator: ", "))")
        }
    }

    private func check(
        _ code: OrganisationCode, _ allowed: [Organisation.Kind], _ place: Place, _ diagnostics: inout Diagnostics
    ) {
        guard let organisations else { return }
        guard let organisation = organisations.organisation(code) else {
            diagnostics.error(
                "the organisation \(code) does not exist", at: place,
                advice: "organisations are listed in organisations.csv")
            return
        }
        if !allowed.contains(organisation.kind) {
            diagnostics.error(
                "the post is not held in a \(organisation.kind.rawValue)", at: place,
                advice: "it is held in: \(allowed.map(\.rawValue).joined(separator: ", "))")
        }
    }
}
