package org.pgwright.alerting.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Where channels may not lead. */
final class OutboundAddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "239.255.255.255",
                "255.255.255.255",
                "::1",
                "::",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::7f00:1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "2002:7f00:1::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "2001:db8::1"
            })
    void refusePrivateOnes(String address) throws UnknownHostException {
        assertThat(OutboundAddresses.isRefused(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "172.15.255.255",
                "172.32.0.1",
                "192.167.255.255",
                "100.128.0.1",
                "2606:4700::1111",
                "64:ff9b::808:808",
                "::ffff:8.8.8.8"
            })
    void letPublicOnesBe(String address) throws UnknownHostException {
        assertThat(OutboundAddresses.isRefused(InetAddress.getByName(address))).isFalse();
    }

    /** A form that Java does not know is no host at all; one that it knows is looked at. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433",
                "127.1",
                "0x7f.0.0.1",
                "0x7f000001",
                "017700000001",
                "[::1]",
                "localhost"
            })
    void areNotReachedByOtherSpellings(String host) {
        OutboundAddresses addresses = new OutboundAddresses(false);
        assertThatThrownBy(() -> addresses.resolve(host)).isInstanceOf(UnknownHostException.class);
    }

    /** Others read it as octal; what is checked is what Java connects to. */
    @Test
    void areCheckedAsTheyAreConnectedTo() throws UnknownHostException {
        assertThat(new OutboundAddresses(false).resolve("0177.0.0.1"))
                .containsExactly(InetAddress.getByAddress(new byte[] {(byte) 177, 0, 0, 1}));
    }

    @Test
    void areReachedWhereAnAdministratorAllowsIt() throws UnknownHostException {
        assertThat(new OutboundAddresses(true).resolve("127.0.0.1"))
                .containsExactly(InetAddress.getLoopbackAddress());
    }
}
