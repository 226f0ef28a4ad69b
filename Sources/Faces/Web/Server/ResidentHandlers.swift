internal import Accounts
internal import Cases
internal import City
internal import Geography
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Workflows

/// What residents do: report, follow, rate.
extension WebFace {
    func home(_ request: Request) async throws -> Response {
        let visit = try await visit(request)
        return respond(HomePage(notices: city.settings.notices).html(for: visit.reader), to: visit)
    }

    // MARK: Reporting

    func reportForm(_ request: Request) async throws -> Response {
        let visit = try await visit(request)
        return respond(ReportPage(city: city, choices: choices, key: office.newKey()).html(for: visit.reader), to: visit)
    }

    func report(_ request: Request) async throws -> Response {
        let visit = try await visit(request)
        return try await withForm(request) { form in
            var photos: [String] = []
            do {
                photos = try await storePhotos(form)
                let answer = try await office.report(try demand(form.fields, photos, visit), by: visit.requester)
                return redirect(to: Route.tracked(reference: answer.reference, tracking: answer.tracking).path + "?new=1")
            } catch {
                guard let (complaint, status) = complaint(of: error, to: visit.reader) else { throw error }
                let page = ReportPage(
                    city: city, choices: choices, key: office.newKey(), attempt: Attempt(form, photos: photos, error: error),
                    complaint: complaint)
                return respond(page.html(for: visit.reader), to: visit, status: status)
            }
        }
    }

    private func demand(_ fields: FormFields, _ photos: [String], _ visit: Visit) throws -> ReportDemand {
        let position = try position(fields)
        // Only those who hold a post say how they came to know of it.
        let channel = visit.account == nil ? nil : fields["channel"].flatMap { Channel(rawValue: $0) }
        let contact = Contact(
            name: WebFace.line(fields["contact-name"]), phone: WebFace.line(fields["contact-phone"]),
            email: WebFace.line(fields["contact-email"]))
        return ReportDemand(
            key: fields["key"] ?? office.newKey(), text: fields["text"] ?? "",
            requestClass: fields["class"].map { ClassCode($0) }, area: fields["area"].map { AreaCode($0) }, position: position,
            address: WebFace.line(fields["address"]), channel: channel ?? .web, photos: photos,
            contact: contact.isEmpty ? nil : contact)
    }

    /// One line of sensible length; nil where nothing is written.
    private static func line(_ text: String?) -> String? {
        guard let text else { return nil }
        // Nearly always there is nothing to put right.
        if text.utf8.count <= 200, !text.unicodeScalars.contains(where: { $0 == "\0" || $0.isSpace }) { return text.isEmpty ? nil : text }
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where scalar != "\0" {
            if !scalar.isSpace {
                line.append(scalar)
            } else if let last = line.last, last != " " {
                line.append(" ")
            }
        }
        if line.last == " " { line.removeLast() }
        let words = String(line)
        return words.isEmpty ? nil : words.utf8.count <= 200 ? words : String(words.prefix(200))
    }

    private func position(_ fields: FormFields) throws -> Coordinate? {
        let (east, north) = (fields["longitude"], fields["latitude"])
        guard east != nil || north != nil else { return nil }
        guard let longitude = east.flatMap(Double.init), let latitude = north.flatMap(Double.init), abs(longitude) <= 180,
            abs(latitude) <= 90
        else { throw FieldFault(phrase: .badPosition) }
        return Coordinate(longitude: longitude, latitude: latitude)
    }

    // MARK: Following

    func trackForm(_ request: Request) async throws -> Response {
        let visit = try await visit(request)
        return respond(TrackPage(prefix: city.referencePrefix).html(for: visit.reader), to: visit)
    }

    func track(_ request: Request) async throws -> Response {
        let visit = try await visit(request)
        let fields = try await form(request).fields
        let reference = CaseNumber.plain(fields["reference"] ?? "")
        let tracking = CaseNumber.code(fields["tracking"] ?? "")
        let found = try await store.read { try CaseLookup.id(reference: reference, tracking: tracking, on: $0) }
        guard found != nil else {
            let page = TrackPage(prefix: city.referencePrefix, reference: reference, isUnknown: true)
            return respond(page.html(for: visit.reader), to: visit, status: .notFound)
        }
        return redirect(to: Route.tracked(reference: reference, tracking: tracking).path)
    }

    func tracked(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let visit = try await visit(request)
        let (id, tracking) = try await trackedCase(context)
        let done = visit.query["done"].map { TrackedPage.Notice.done(ActionName(rawValue: $0)) }
        return try await trackedPage(id, tracking, visit, notice: visit.query["new"] != nil ? .reported : done)
    }

    func trackedPhoto(_ context: BasicRequestContext) async throws -> Response {
        let (id, _) = try await trackedCase(context)
        return try await photo(context.parameters.get("hash"), of: try await store.read { try office.view(id, on: $0) })
    }

    func trackedAction(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let visit = try await visit(request)
        let (id, tracking) = try await trackedCase(context)
        return try await withForm(request) { form in
            var photos: [String] = []
            do {
                photos = try await storePhotos(form)
                let command = try await takeAction(form, photos: photos, on: id)
                let answer = try await office.perform(command, by: .tracking(tracking))
                let page = Route.tracked(reference: answer.reference, tracking: answer.tracking).path
                return redirect(to: page + "?done=\(PercentCoding.encode(command.action.rawValue))")
            } catch {
                guard let (complaint, status) = complaint(of: error, to: visit.reader) else { throw error }
                return try await trackedPage(
                    id, tracking, visit, complaint: complaint, attempt: Attempt(form, photos: photos, error: error), status: status)
            }
        }
    }

    private func trackedCase(_ context: BasicRequestContext) async throws -> (CaseID, String) {
        let reference = PercentCoding.decode(context.parameters.get("reference") ?? "", plusIsSpace: false)
        let tracking = PercentCoding.decode(context.parameters.get("tracking") ?? "", plusIsSpace: false)
        guard let id = try await store.read({ try CaseLookup.id(reference: reference, tracking: tracking, on: $0) }) else {
            throw NotFound()
        }
        return (id, tracking)
    }

    private func trackedPage(
        _ id: CaseID, _ tracking: String, _ visit: Visit, notice: TrackedPage.Notice? = nil, complaint: Complaint? = nil,
        attempt: Attempt? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let (view, looks) = try await store.read { connection in
            let looks = try Contact.looks(at: id.rawValue, on: connection).map { look in
                let posts = try AccountDirectory.posts(of: look.account, on: connection)
                let title = posts.first.flatMap { city.posts.post($0.kind)?.title } ?? Bilingual(zh: "–", en: "–")
                return (at: look, title: title)
            }
            return (try office.view(id, on: connection), looks)
        }
        let page = TrackedPage(
            view: view, city: city, permitted: office.permitted(.tracking(tracking), on: view.file, at: now()), looks: looks,
            key: office.newKey(), notice: notice, complaint: complaint, attempt: attempt)
        return respond(page.html(for: visit.reader), to: visit, status: status)
    }
}

extension Unicode.Scalar {
    /// The last of Unicode's spaces is the ideographic one.
    fileprivate var isSpace: Bool {
        isASCII ? value == 32 || (9...13).contains(value) : value <= 0x3000 && properties.isWhitespace
    }
}
