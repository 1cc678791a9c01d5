package org.pgwright.web.api;

import org.pgwright.error.PgwrightException;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Tells whoever starts and stops us how we are; nothing else. */
@Controller
public final class HealthEndpoints {
    private final Repository repository;

    public HealthEndpoints(Repository repository) {
        this.repository = repository;
    }

    /** Whether the process answers. */
    @GetMapping("/livez")
    ResponseEntity<String> live() {
        return answer(HttpStatus.OK, "ok");
    }

    /** Whether it can do its work. */
    @GetMapping("/readyz")
    ResponseEntity<String> ready() {
        try {
            repository.inTransaction(
                    Work.READ, jdbc -> jdbc.sql("SELECT 1").query(Integer.class).single());
            return answer(HttpStatus.OK, "ok");
        } catch (PgwrightException failure) {
            return answer(HttpStatus.SERVICE_UNAVAILABLE, "the repository does not answer");
        }
    }

    private static ResponseEntity<String> answer(HttpStatus status, String text) {
        return ResponseEntity.status(status).contentType(MediaType.TEXT_PLAIN).body(text + "\n");
    }
}
