// A canvas over the map that moves and zooms with it; `draw` is asked to redraw when the map has come to rest.

/* global L */

/**
 * @typedef {object} Frame how unit Mercator becomes pixels of the canvas: x * scale - ox, y * scale - oy
 * @property {number} scale @property {number} ox @property {number} oy
 * @property {number} width @property {number} height CSS pixels
 * @property {number} zoom
 * @property {{x: number, y: number, width: number, height: number}} view the part of the canvas that is the map's box
 */

/**
 * @param {object} map Leaflet map
 * @param {string} className
 * @param {(context: CanvasRenderingContext2D, frame: Frame) => void} draw
 * @param {number} [padding] share of the map's size drawn beyond each edge
 */
export function addCanvasLayer(map, className, draw, padding = 0.2) {
  const Layer = L.Renderer.extend({
    _initContainer() {
      this._container = document.createElement("canvas");
      this._container.className = className;
      this._container.setAttribute("aria-hidden", "true");
      this.context = this._container.getContext("2d");
    },
    _destroyContainer() {
      this._container.remove();
    },
    // the map has settled: place and size the canvas, then draw
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const ratio = window.devicePixelRatio || 1;
      const canvas = this._container;
      L.DomUtil.setPosition(canvas, this._bounds.min);
      if (canvas.width !== size.x * ratio || canvas.height !== size.y * ratio) {
        canvas.width = size.x * ratio;
        canvas.height = size.y * ratio;
        canvas.style.width = `${size.x}px`;
        canvas.style.height = `${size.y}px`;
      }
      this.redraw();
    },
    _onZoomEnd() {},
    clear() {
      const size = this._bounds.getSize();
      const ratio = window.devicePixelRatio || 1;
      this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
      this.context.clearRect(0, 0, size.x, size.y);
    },
    redraw() {
      if (!this._bounds) return;
      this.clear();
      this.drawn = this.frame();
      draw(this.context, this.drawn);
    },
    /** Draw over what stands, in another way. @param {(context: CanvasRenderingContext2D, frame: Frame) => void} step */
    amend(step) {
      if (this.drawn) step(this.context, this.drawn);
    },
    /** Draw the same on another canvas. */
    paintOn(context) {
      draw(context, this.frame());
    },
    /** @returns {Frame} */
    frame() {
      const origin = this._map.getPixelOrigin().add(this._bounds.min);
      const size = this._bounds.getSize();
      const box = this._map.getSize();
      const corner = this._map.containerPointToLayerPoint([0, 0]).subtract(this._bounds.min);
      return {
        scale: 256 * 2 ** this._map.getZoom(), ox: origin.x, oy: origin.y,
        width: size.x, height: size.y, zoom: this._map.getZoom(),
        view: { x: corner.x, y: corner.y, width: box.x, height: box.y },
      };
    },
  });
  return new Layer({ padding }).addTo(map);
}

/** World copies (whole turns of longitude) that a frame shows. @param {Frame} frame @returns {number[]} */
export function worldCopies(frame) {
  const first = Math.floor(frame.ox / frame.scale);
  const last = Math.floor((frame.ox + frame.width) / frame.scale);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
