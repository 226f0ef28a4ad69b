internal import Cases
internal import City
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Workflows

/// The one place that turns errors into answers. What went wrong inside is logged, never shown.
struct ErrorPages: RouterMiddleware {
    typealias Context = BasicRequestContext
    let face: WebFace

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let redirect as Redirect {
            return face.redirect(to: redirect.path)
        } catch let refusal as CaseRefusal {
            return await page(request, refusal)
        } catch is NotFound {
            return await page(request, .notFound, .notFoundHelp, status: .notFound)
        } catch let fault as FormFault {
            return await page(request, fault.title, fault.help, status: fault.status)
        } catch let error as HTTPError where error.status == .notFound {
            return await page(request, .notFound, .notFoundHelp, status: .notFound)
        } catch let error as HTTPError {
            return await page(request, .badRequest, .badRequestHelp, status: error.status)
        } catch {
            context.logger.error("\(request.method) \(request.uri.path): \(error)")
            return await page(request, .somethingWrong, .somethingWrongHelp, status: .internalServerError)
        }
    }

    private func page(_ request: Request, _ refusal: CaseRefusal) async -> Response {
        if refusal.code == .unknownCase { return await page(request, .notFound, .notFoundHelp, status: .notFound) }
        return await page(request, .refused, Phrase(refusal.message.zh, refusal.message.en), status: refusal.status)
    }

    private func page(
        _ request: Request, _ title: Phrase, _ message: Phrase, status: HTTPResponse.Status
    ) async -> Response {
        let visit: Visit
        // Also where the database cannot be reached there is a page.
        do { visit = try await face.visit(request) } catch { visit = face.stranger(request) }
        let page = MessagePage(
            title: title, message: visit.reader.say(message), back: visit.account == nil ? .home : .desk)
        return face.respond(page.html(for: visit.reader), to: visit, status: status)
    }
}

extension CaseRefusal {
    var status: HTTPResponse.Status {
        switch code {
        case .conflict, .keyReused: .conflict
        case .unknownCase: .notFound
        case .workflow(.notPermitted), .workflow(.partsMustDiffer): .forbidden
        default: .unprocessableContent
        }
    }
}

extension WebFace {
    /// What went wrong with something sent from a page, to be told on that page; nil for what is no fault of the sender.
    func complaint(of error: any Error, to reader: Reader) -> (complaint: Complaint, status: HTTPResponse.Status)? {
        switch error {
        case let refusal as CaseRefusal where refusal.code != .unknownCase:
            var title = Phrase.refused
            if case .conflict = refusal.code { title = .conflict }
            return (Complaint(title: title, message: reader.say(refusal.message)), refusal.status)
        case let fault as PhotoFault:
            return (Complaint(title: .refused, message: reader.say(fault.phrase)), .unprocessableContent)
        case let fault as FieldFault:
            return (Complaint(title: .refused, message: reader.say(fault.phrase)), .unprocessableContent)
        default: return nil
        }
    }
}
