internal import Accounts
internal import Cases
internal import City
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Store
internal import Workflows
internal import WorkingTime

/// What those who hold a post do with a case.
extension WebFace {
    func caseFile(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let visit = try await visit(request)
        let id = try caseID(context)
        let account = try official(visit, going: .caseFile(id))
        return try await casePage(id, request, visit, account)
    }

    func caseAction(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let visit = try await visit(request)
        let id = try caseID(context)
        guard visit.account != nil else { return try await signedOut(request, visit, id) }
        let account = try official(visit, going: .caseFile(id))
        // Whether there is such a case for this reader is settled before anything of it is stored.
        _ = try await seen(id, by: account)
        return try await withForm(request) { form in
            var photos: [String] = []
            do {
                photos = try await storePhotos(form)
                let command = try await takeAction(form, photos: photos, on: id)
                _ = try await office.perform(command, by: .account(account))
                return redirect(to: try await after(command.action, on: id, by: account))
            } catch {
                guard let (complaint, status) = complaint(of: error, to: visit.reader) else { throw error }
                let attempt = Attempt(form, photos: photos, error: error)
                return try await casePage(id, request, visit, account, complaint: complaint, attempt: attempt, status: status)
            }
        }
    }

    /// The case with what was done, or the desk where the case has gone to others.
    private func after(_ action: ActionName, on id: CaseID, by account: Account) async throws -> String {
        let view = try await store.read { try office.view(id, on: $0) }
        let route: Route = office.maySee(view.file, account: account, at: now()) ? .caseFile(id) : .desk
        return route.path + "?done=\(PercentCoding.encode(action.rawValue))"
    }

    /// Somebody whose session has ended writes nothing twice: the words come back with the sign-in page.
    private func signedOut(_ request: Request, _ visit: Visit, _ id: CaseID) async throws -> Response {
        let fields = try await form(request).fields
        let words = ["text", "reason"].compactMap { fields[$0] }.joined(separator: "\n")
        let page = SignInPage(complaint: .sessionEnded, destination: .caseFile(id), unsent: words)
        return respond(page.html(for: visit.reader), to: visit, status: .forbidden)
    }

    private func caseID(_ context: BasicRequestContext) throws -> CaseID {
        guard let id = context.parameters.get("id").flatMap({ Int64($0) }) else { throw NotFound() }
        return CaseID(id)
    }

    /// The case, where the account stands in any relation to it.
    private func seen(_ id: CaseID, by account: Account) async throws -> CaseView {
        let view = try await store.read { try office.view(id, on: $0) }
        guard office.maySee(view.file, account: account, at: now()) else {
            throw FormFault(.notAllowed, .notAllowedHelp, status: .forbidden)
        }
        return view
    }

    private func casePage(
        _ id: CaseID, _ request: Request, _ visit: Visit, _ account: Account, complaint: Complaint? = nil,
        attempt: Attempt? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let view = try await seen(id, by: account)
        let names = try await store.read { connection in
            var names: [Int64: Bilingual] = [:]
            for account in Set(view.timeline.compactMap(\.by)) {
                names[account.rawValue] = try AccountDirectory.account(account, on: connection)?.name
            }
            return names
        }
        let route = view.line.requestClass.flatMap { code in
            view.line.area.flatMap { city.routing.route(class: code, area: $0) }
        }
        var page = CasePage(
            view: view, city: city, permitted: office.permitted(.account(account), on: view.file, at: now()), names: names,
            key: office.newKey())
        page.suggested = route.map { [$0.organisation.rawValue] + $0.supporting.map(\.rawValue) } ?? []
        page.suggestionReason = route?.reason
        page.sketch = view.line.area.flatMap { shapes.sketch(of: $0, position: view.position) }
        page.desk = deskAsLeft(request)
        page.done = complaint == nil ? visit.query["done"].map { ActionName(rawValue: $0) } : nil
        page.complaint = complaint
        page.attempt = attempt
        return respond(page.html(for: visit.reader), to: visit, status: status)
    }

    /// The command that a form of a case page means.
    func takeAction(_ form: SentForm, photos: [String], on id: CaseID) async throws -> TakeAction {
        let fields = form.fields
        var given = Given(
            text: fields["text"], photos: photos, organisations: fields.all("organisation"), lead: fields["lead"],
            requestClass: fields["class"], area: fields["area"], priority: fields["priority"].flatMap { Priority(rawValue: $0) },
            reason: fields["reason"], otherCase: try await otherCase(fields), rating: fields["rating"].flatMap { Int($0) })
        for field in fields.fields where field.name.hasPrefix("answer-") {
            given.answers[String(field.name.dropFirst(7))] = field.value
        }
        let target = Target(
            id, order: fields["order"].flatMap { Int($0) }, seen: fields["seen"].flatMap { Int($0) },
            key: fields["key"] ?? office.newKey())
        return TakeAction(ActionName(rawValue: fields["action"] ?? ""), on: target, given: given)
    }

    /// The case into which one is merged, by its number.
    private func otherCase(_ fields: FormFields) async throws -> Int64? {
        guard let text = fields["other-case"] else { return nil }
        let today = city.calendar.localDate(now())
        let numbers = CaseNumber.readings(of: text, prefix: city.referencePrefix, today: today)
        let found = try await store.read { connection in
            try numbers.lazy.compactMap { try CaseLookup.id(reference: $0, on: connection) }.first
        }
        guard let found else { throw FieldFault(phrase: .noSuchNumber.with(String(text.prefix(40)))) }
        return found.rawValue
    }

    // MARK: Photos

    func casePhoto(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let visit = try await visit(request)
        let id = try caseID(context)
        let account = try official(visit, going: .caseFile(id))
        return try await photo(context.parameters.get("hash"), of: try await seen(id, by: account))
    }

    /// A photo of a case; what is stored for another case is not to be had here.
    func photo(_ hash: String?, of view: CaseView) async throws -> Response {
        guard let hash, view.timeline.contains(where: { $0.given.photos.contains(hash) }), let bytes = try await files.get(hash)
        else { throw NotFound() }
        return Response(
            status: .ok, headers: WebFace.headers(type: Photo.mediaType(of: bytes), cache: "private, max-age=86400, immutable"),
            body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    // MARK: Contact data

    /// Shows how the reporter can be reached, after the purpose has been written down.
    func contact(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let visit = try await visit(request)
        let id = try caseID(context)
        let account = try official(visit, going: .caseFile(id))
        let view = try await seen(id, by: account)
        let fields = try await form(request).fields
        guard let purpose = Contact.Purpose(fields["purpose"] ?? "") else {
            let complaint = Complaint(title: .refused, message: visit.reader.say(.purposeMissing))
            return try await casePage(id, request, visit, account, complaint: complaint, status: .unprocessableContent)
        }
        let contact = try await Contact.open(
            id.rawValue, by: account.id, purpose: purpose, lookID: ids.next(), at: now(), in: store)
        let page = ContactPage(id: id, reference: view.file.reference, contact: contact)
        return respond(page.html(for: visit.reader), to: visit)
    }
}

extension Attempt {
    /// What is kept of a form that was not carried out.
    /// - Parameter photos: those that are stored.
    init(_ form: SentForm, photos: [String], error: any Error) {
        self.init(
            action: form.fields["action"] ?? "", order: form.fields["order"].flatMap { Int($0) }, fields: form.fields,
            photos: (error as? PhotoFault)?.stored ?? photos)
    }
}
