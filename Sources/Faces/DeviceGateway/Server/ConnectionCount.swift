package import NIOCore

/// Counts the connections of devices, those that were and those that are.
package final class ConnectionCount: ChannelInboundHandler {
    package typealias InboundIn = Any

    private let counters: GatewayCounters

    package init(_ counters: GatewayCounters) { self.counters = counters }

    package func channelActive(context: ChannelHandlerContext) {
        counters.change {
            $0.connections += 1
            $0.open += 1
        }
        context.fireChannelActive()
    }

    package func channelInactive(context: ChannelHandlerContext) {
        counters.change { $0.open -= 1 }
        context.fireChannelInactive()
    }
}
