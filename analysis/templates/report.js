// Replaces each picture by the same chart with tooltips. If anything fails, the picture stays.
(function () {
  "use strict";
  var options = {
    actions: { export: true, source: false, compiled: false, editor: false },
    ast: true, // no code is made from text, so the page's security policy can forbid it
    mode: "vega-lite",
    renderer: "svg",
  };
  document.querySelectorAll("[data-chart]").forEach(function (place) {
    var specification = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    var live = document.createElement("div");
    options.downloadFileName = place.dataset.chart;
    vegaEmbed(live, specification, Object.assign({}, options)).then(
      function () {
        var menu = live.querySelector("summary");
        if (menu) menu.setAttribute("aria-label", "Save this chart");
        place.replaceChildren(live);
      },
      function (error) { console.error(error); }
    );
  });
})();
