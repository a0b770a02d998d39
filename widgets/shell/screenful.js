// Tells the server, once for each mounting, that the browser has drawn what it was given so far.
const PATIENCE = 4000; // milliseconds; a drawing that fails must not hold the others back
const CHARTS = "[data-testid=stVegaLiteChart]";

const isDrawn = () =>
  !document.querySelector("[data-testid=stSkeleton]") &&
  [...document.querySelectorAll(CHARTS)].every((chart) => chart.querySelector("svg, canvas"));

export default function ({ parentElement, setStateValue }) {
  if (parentElement.looking) return;
  parentElement.looking = true;
  const began = performance.now();
  const idle = window.requestIdleCallback ?? ((look) => setTimeout(look, 100));
  let calm = 0;
  const look = () => {
    calm = isDrawn() ? calm + 1 : 0;
    if (calm > 1 || performance.now() - began > PATIENCE) setStateValue("drawn", true);
    else idle(() => setTimeout(look, 50));
  };
  look();
}
