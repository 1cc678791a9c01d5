// Follows work that is under way, and shows a point of the frontier.

async function follow(section) {
    const step = section.querySelector(".step");
    const bar = section.querySelector("progress");
    const state = section.querySelector(".state");
    for (;;) {
        const answer = await fetch(section.dataset.watch + "?wait=1", { headers: { Accept: "application/json" } });
        if (!answer.ok) {
            state.textContent = "how far it is could not be asked";
            return;
        }
        const task = await answer.json();
        if (task.endedAt) {
            location.reload();
            return;
        }
        state.textContent = task.state === "waiting" ? "waits for its turn" : "under way";
        step.textContent = task.total > 0 ? `${task.step}: ${task.done} of ${task.total}` : task.step;
        if (task.total > 0) {
            bar.value = (100 * task.done) / task.total;
        } else {
            bar.removeAttribute("value");
        }
    }
}

for (const section of document.querySelectorAll(".task")) {
    if (section.dataset.watch) {
        follow(section);
    }
}

const budget = document.querySelector(".budget");
if (budget) {
    const rows = [...document.querySelectorAll(".points tbody tr")];
    const points = document.querySelector(".frontier .curve").points;
    const mark = document.querySelector(".frontier .dot");
    const output = document.querySelector(".frontier output");
    const show = () => {
        const row = rows[budget.valueAsNumber];
        const point = points[budget.valueAsNumber];
        const [size, cost, indexes] = [...row.cells].map((cell) => cell.textContent);
        mark.setAttribute("cx", point.x);
        mark.setAttribute("cy", point.y);
        output.textContent = `${size}: the workload costs ${cost} of what it does now. ${indexes || "No index"}`;
    };
    budget.addEventListener("input", show);
    show();
}
