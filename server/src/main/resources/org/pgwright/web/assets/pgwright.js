// Draws what pages have as tables into lines that are seen at a glance.
import uPlot from "/assets/vendor/uplot-1.6.30/uPlot.esm.js";

const HEIGHT = 180;
const drawn = [];

function colour(name) {
    const probe = document.createElement("span");
    probe.className = "colour-" + name;
    document.body.append(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
}

/** Times as all of pgwright writes them, in UTC. */
function labels(chart, times) {
    const length = chart.scales.x.max - chart.scales.x.min;
    return times.map((seconds) => {
        const text = new Date(seconds * 1000).toISOString();
        return length > 2 * 86400 ? text.slice(5, 10) : text.slice(11, 16);
    });
}

/** A line through the moment after which things may be different. */
function marked(seconds) {
    return (chart) => {
        const at = Math.round(chart.valToPos(seconds, "x", true));
        const { left, top, width, height } = chart.bbox;
        if (at < left || at > left + width) {
            return;
        }
        chart.ctx.save();
        chart.ctx.strokeStyle = colour("warning");
        chart.ctx.lineWidth = 2 * devicePixelRatio;
        chart.ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
        chart.ctx.beginPath();
        chart.ctx.moveTo(at, top);
        chart.ctx.lineTo(at, top + height);
        chart.ctx.stroke();
        chart.ctx.restore();
    };
}

function options(plot, width) {
    const axis = { stroke: colour("quiet"), grid: { stroke: colour("line") }, ticks: { stroke: colour("line") } };
    return {
        width,
        height: HEIGHT,
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
        hooks: plot.mark ? { draw: [marked(plot.mark)] } : {},
        legend: { show: false },
        cursor: { drag: { x: false, y: false } },
        scales: { y: { range: (_, low, high) => [Math.min(0, low), high > 0 ? high * 1.1 : 1] } },
        axes: [{ ...axis, values: labels }, { ...axis, size: 60 }],
        series: [{}, { label: plot.title, stroke: colour("accent"), width: 2, points: { show: true, size: 5, fill: colour("accent") }, spanGaps: false }],
    };
}

function draw(place) {
    const plot = JSON.parse(place.dataset.plot);
    const chart = new uPlot(options(plot, place.clientWidth), [plot.times, plot.values], place);
    drawn.push({ place, chart });
}

function drawAll() {
    drawn.splice(0).forEach(({ chart }) => chart.destroy());
    document.querySelectorAll("[data-plot]").forEach(draw);
}

drawAll();
new ResizeObserver(() =>
    drawn.forEach(({ place, chart }) => chart.setSize({ width: place.clientWidth, height: HEIGHT })),
).observe(document.body);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
