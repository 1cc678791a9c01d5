package org.pgwright.alerting.channel;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Says which addresses a channel may connect to, so that nobody reaches what is behind the firewall
 * by naming it as a webhook: none that is private, loopback, link-local, multicast or reserved
 * (IANA's special-purpose registries, RFC 6890), nor an IPv6 address that leads to such.
 *
 * <p>It is asked for each connection with the addresses that are then connected to: a name that
 * leads elsewhere the next moment is refused then.
 */
public final class OutboundAddresses {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private static final List<Range> REFUSED =
            List.of(
                    Range.of("0.0.0.0", 8),
                    Range.of("10.0.0.0", 8),
                    Range.of("100.64.0.0", 10),
                    Range.of("127.0.0.0", 8),
                    Range.of("169.254.0.0", 16),
                    Range.of("172.16.0.0", 12),
                    Range.of("192.0.0.0", 24),
                    Range.of("192.0.2.0", 24),
                    Range.of("192.88.99.0", 24),
                    Range.of("192.168.0.0", 16),
                    Range.of("198.18.0.0", 15),
                    Range.of("198.51.100.0", 24),
                    Range.of("203.0.113.0", 24),
                    Range.of("224.0.0.0", 4),
                    Range.of("240.0.0.0", 4),
                    Range.of("100::", 64),
                    Range.of("2001::", 23),
                    Range.of("2001:db8::", 32),
                    Range.of("3fff::", 20),
                    Range.of("64:ff9b:1::", 48),
                    Range.of("5f00::", 16),
                    Range.of("fc00::", 7),
                    Range.of("fe80::", 10),
                    Range.of("fec0::", 10),
                    Range.of("ff00::", 8));

    /** Where an IPv4 address is within an IPv6 one: mapped, compatible, NAT64 and 6to4. */
    private static final List<Embedding> EMBEDDINGS =
            List.of(
                    new Embedding(Range.mapped(), 12),
                    new Embedding(Range.of("::", 96), 12),
                    new Embedding(Range.of("64:ff9b::", 96), 12),
                    new Embedding(Range.of("2002::", 16), 2));

    private final boolean allowsPrivate;

    /**
     * @param allowsPrivate whether an administrator allowed the channel to connect to anything
     */
    public OutboundAddresses(boolean allowsPrivate) {
        this.allowsPrivate = allowsPrivate;
    }

    /** Addresses that begin with the same bits. */
    private static final class Range {
        private final byte[] network;
        private final int bits;

        private Range(byte[] network, int bits) {
            this.network = network;
            this.bits = bits;
        }

        private static Range of(String network, int bits) {
            return new Range(literal(network).getAddress(), bits);
        }

        private static Range mapped() {
            byte[] network = new byte[IPV6_BYTES];
            network[10] = (byte) 0xff;
            network[11] = (byte) 0xff;
            return new Range(network, 96);
        }

        private boolean contains(byte[] address) {
            if (address.length != network.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % Byte.SIZE);
                if ((address[bit / Byte.SIZE] & mask) != (network[bit / Byte.SIZE] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private record Embedding(Range range, int offset) {}

    /**
     * The addresses of a host, all of which may be connected to.
     *
     * @param host a name or an address in whatever form the system takes for one
     * @throws RefusedAddress if one of them may not be
     * @throws UnknownHostException if there is none
     */
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] found = InetAddress.getAllByName(host);
        for (InetAddress address : found) {
            if (!allowsPrivate && isRefused(address)) {
                throw new RefusedAddress();
            }
        }
        return found;
    }

    /** Whether an address is not one of the public internet. */
    static boolean isRefused(InetAddress address) {
        return isRefused(address.getAddress());
    }

    private static boolean isRefused(byte[] address) {
        for (Range range : REFUSED) {
            if (range.contains(address)) {
                return true;
            }
        }
        for (Embedding embedding : EMBEDDINGS) {
            if (embedding.range().contains(address)) {
                byte[] inner = new byte[IPV4_BYTES];
                System.arraycopy(address, embedding.offset(), inner, 0, IPV4_BYTES);
                return isRefused(inner);
            }
        }
        return false;
    }

    private static InetAddress literal(String text) {
        return text.indexOf(':') >= 0 ? Inet6Address.ofLiteral(text) : Inet4Address.ofLiteral(text);
    }

    /** The host leads to an address that the channel may not connect to. */
    static final class RefusedAddress extends UnknownHostException {
        private static final long serialVersionUID = 1;

        private RefusedAddress() {
            super("refused");
        }
    }
}
