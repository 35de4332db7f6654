// Boxes to write in: they grow with what is written.
export function grows(box) {
  const fit = () => {
    const least = box.rows;
    box.rows = 1;
    const line = parseFloat(getComputedStyle(box).lineHeight) || 24;
    const needed = Math.ceil((box.scrollHeight - 10) / line);
    box.rows = Math.min(Math.max(Number(box.dataset.least || least), needed), 14);
  };
  box.dataset.least = box.rows;
  box.addEventListener("input", fit);
  fit();
  return fit;
}
