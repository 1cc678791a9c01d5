// Shows the plan of the page in pev2.
const viewer = document.getElementById("viewer");
// A plan as EXPLAIN (FORMAT JSON) prints it is a list of one.
const plan = JSON.parse(viewer.dataset.plan);
const source = JSON.stringify(Array.isArray(plan) ? plan : [plan], null, 2);
Vue.createApp({
    render: () => Vue.h(pev2.Plan, { planSource: source, planQuery: viewer.dataset.query }),
}).mount(viewer);

// Its bars have no names of their own.
function name() {
    for (const bar of viewer.querySelectorAll("[role=progressbar]:not([aria-label])")) {
        bar.setAttribute("aria-label", "Share of the whole plan");
    }
}
new MutationObserver(name).observe(viewer, { childList: true, subtree: true });
name();
