// Shows the plan of the page in pev2.
const viewer = document.getElementById("viewer");
// A plan as EXPLAIN (FORMAT JSON) prints it is a list of one.
const plan = JSON.parse(viewer.dataset.plan);
const source = JSON.stringify(Array.isArray(plan) ? plan : [plan], null, 2);
Vue.createApp({
    render: () => Vue.h(pev2.Plan, { planSource: source, planQuery: viewer.dataset.query }),
}).mount(viewer);
