package import Ground
package import NIOCore
package import NIOHTTP1
internal import Trajectories

/// Answers the requests of OsmAnd clients on any path: 200 when the point is durable, 400 for what cannot be read, 404 for a device that is
/// not known, 429 for one that sends too much, 503 when the store does not take the point.
package final class OsmAndHandler: ChannelInboundHandler {
    package typealias InboundIn = HTTPServerRequestPart
    package typealias OutboundOut = HTTPServerResponsePart

    private let intake: ReportIntake
    private let limits: GatewayLimits
    private let counters: GatewayCounters
    private let sink: any PointSink
    private let now: @Sendable () -> Instant
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var refused: HTTPResponseStatus?
    private var watch: Scheduled<Void>?
    private var isClosed = false

    package init(rules: SessionRules, sink: any PointSink, now: @escaping @Sendable () -> Instant) {
        intake = ReportIntake(rules: rules)
        limits = rules.limits
        counters = rules.counters
        self.sink = sink
        self.now = now
    }

    package func channelActive(context: ChannelHandlerContext) {
        expectRequest(context)
        context.fireChannelActive()
    }

    package func channelInactive(context: ChannelHandlerContext) {
        isClosed = true
        watch?.cancel()
        watch = nil
        context.fireChannelInactive()
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        counters.change { $0.damagedFrames += 1 }
        context.close(promise: nil)
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
            refused = head.uri.utf8.count > 8192 ? .uriTooLong : nil
            if head.method != .GET && head.method != .POST { refused = .methodNotAllowed }
        case .body(let part):
            guard refused == nil else { return }
            guard body.count + part.readableBytes <= limits.body else {
                body = []
                refused = .payloadTooLarge
                return
            }
            body.append(contentsOf: part.readableBytesView)
        case .end:
            watch?.cancel()
            watch = nil
            guard let head else { return }
            answer(head, context)
        }
    }

    /// A request has to be whole in time, from connecting or from the last answer on.
    private func expectRequest(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        watch = context.eventLoop.scheduleTask(in: .seconds(limits.identification)) {
            let (handler, context) = bound.value
            guard !handler.isClosed else { return }
            handler.counters.change { $0.cutOff += 1 }
            context.close(promise: nil)
        }
    }

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        if let refused { return reply(refused, "", keepAlive: false, context) }
        let moment = now()
        do throws(Refusal) {
            let report = try read(head)
            let verdict = intake.judge(device: report.device, point: report.point(now: moment), state: report.state, now: moment)
            switch verdict {
            case .keep(let device, let points, let state): keep(device, points, state, head, context)
            case .unknownDevice: reply(.notFound, "this device is not known here\n", keepAlive: head.isKeepAlive, context)
            case .tooMany: reply(.tooManyRequests, "too many reports\n", keepAlive: head.isKeepAlive, context)
            }
        } catch {
            counters.change { $0.unread += 1 }
            reply(.badRequest, "\(error)\n", keepAlive: head.isKeepAlive, context)
        }
    }

    private func read(_ head: HTTPRequestHead) throws(Refusal) -> OsmAndReport {
        let isJSON = head.headers.first(name: "content-type")?.lowercased().hasPrefix("application/json") ?? (body.first == UInt8(ascii: "{"))
        if head.method == .POST, isJSON { return try OsmAndReport(json: body) }
        let query = head.uri.utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst()
        return try OsmAndReport(query: query, form: body)
    }

    private func keep(
        _ device: String, _ points: [DevicePoint], _ state: DeviceState, _ head: HTTPRequestHead, _ context: ChannelHandlerContext
    ) {
        guard !points.isEmpty else {
            sink.touch(device: device, state: state)
            return reply(.ok, "", keepAlive: head.isKeepAlive, context)
        }
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.completeWithTask { [sink] in try await sink.append(device: device, points: points, state: state) }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        promise.futureResult.whenComplete { result in
            // The answer lets the next request in that waited behind this one: it is read below here, and not below the wiper of the socket.
            defer { Wiping.wipeStack() }
            let (handler, context) = bound.value
            switch result {
            case .success:
                handler.counters.change { $0.points += points.count }
                handler.reply(.ok, "", keepAlive: head.isKeepAlive, context)
            case .failure:
                handler.counters.change { $0.failed += 1 }
                handler.reply(.serviceUnavailable, "try again\n", keepAlive: false, context)
            }
        }
    }

    private func reply(_ status: HTTPResponseStatus, _ text: String, keepAlive: Bool, _ context: ChannelHandlerContext) {
        head = nil
        body = []
        guard !isClosed else { return }
        var headers = HTTPHeaders([("content-length", String(text.utf8.count)), ("content-type", "text/plain; charset=utf-8")])
        if !keepAlive { headers.add(name: "connection", value: "close") }
        if status == .tooManyRequests { headers.add(name: "retry-after", value: "60") }
        context.write(wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))), promise: nil)
        if !text.isEmpty { context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil) }
        let done = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: done)
        if keepAlive { return expectRequest(context) }
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        done.futureResult.whenComplete { _ in bound.value.close(promise: nil) }
    }
}
