package org.pgwright.alerting.channel;

import org.pgwright.postgres.Secret;

import tools.jackson.databind.json.JsonMapper;

import java.util.Map;

/**
 * Posts to an incoming webhook of Slack, as plain text: what is special to Slack is escaped, so
 * that no name of a database mentions people or links anywhere.
 */
final class SlackSender {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpPosts posts;

    SlackSender(HttpPosts posts) {
        this.posts = posts;
    }

    Delivery send(Secret url, Telling telling) {
        String text = "*%s*\n%s".formatted(telling.subject(), String.join("\n", telling.lines()));
        return posts.post(
                Channel.url(url.reveal()),
                JSON.writeValueAsString(Map.of("text", escaped(text))),
                Map.of());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
