package org.pgwright.alerting.channel;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From whom an e-mail is, and to whom; each a plain address. */
record MailAddresses(String from, List<String> to) {
    private static final int MOST = 50;

    MailAddresses {
        to = List.copyOf(to);
    }

    static MailAddresses of(Map<String, String> settings) {
        List<String> to = new ArrayList<>();
        for (String one : settings.getOrDefault("to", "").split(",", -1)) {
            to.add(checked(one.strip()));
        }
        if (to.size() > MOST) {
            throw Channel.unusable(
                    "an e-mail goes to at most " + MOST + " addresses", "use a mailing list");
        }
        return new MailAddresses(checked(settings.getOrDefault("from", "").strip()), to);
    }

    private static String checked(String address) {
        boolean isClean = address.chars().allMatch(c -> c > ' ' && c < 0x7f);
        try {
            if (isClean && address.indexOf('@') > 0) {
                new InternetAddress(address, true).validate();
                return address;
            }
        } catch (AddressException noAddress) {
            throw noAddress();
        }
        throw noAddress();
    }

    private static RuntimeException noAddress() {
        return Channel.unusable(
                "a channel of kind email needs plain addresses as from and to",
                "give such as dba@example.org, several with commas");
    }
}
