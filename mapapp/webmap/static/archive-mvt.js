// Mapbox Vector Tiles 2.1, as far as the cells of an archive need them: points and their values. Pure.

const mvtText = new TextDecoder();

/** Reads the fields of a protocol buffer one after another. */
class MvtFields {
  constructor(bytes, at = 0, end = bytes.length) {
    Object.assign(this, { bytes, at, end, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) });
  }

  varint() {
    let value = 0;
    let factor = 1;
    let byte;
    do {
      byte = this.bytes[this.at];
      this.at += 1;
      value += (byte & 127) * factor;
      factor *= 128;
    } while (byte > 127);
    return value;
  }

  /** Call `take(field, fields)` for each field; what it does not read is passed over. */
  each(take) {
    while (this.at < this.end) {
      const key = this.varint();
      const [field, type] = [key >> 3, key & 7];
      const end = type === 2 ? this.varint() + this.at : 0;
      const from = this.at;
      if (type === 2) {
        take(field, new MvtFields(this.bytes, from, end));
        this.at = end;
      } else if (type === 0) take(field, this.varint());
      else {
        const size = type === 1 ? 8 : 4;
        take(field, type === 1 ? this.view.getFloat64(from, true) : this.view.getFloat32(from, true));
        this.at = from + size;
      }
    }
  }

  text() {
    return mvtText.decode(this.bytes.subarray(this.at, this.end));
  }

  numbers() {
    const found = [];
    while (this.at < this.end) found.push(this.varint());
    return found;
  }
}

const mvtZigzag = (n) => (n % 2 ? -(n + 1) / 2 : n / 2);

function mvtValue(fields) {
  let value = null;
  fields.each((field, part) => {
    if (field === 1) value = part.text();
    else if (field === 6) value = mvtZigzag(part);
    else if (field === 7) value = part === 1;
    else value = part;
  });
  return value;
}

/**
 * The points of a layer.
 * @param {Uint8Array} bytes @param {string} name
 * @returns {{extent: number, points: {x: number, y: number, values: object}[]}} x and y in units of the extent
 */
export function mvtPoints(bytes, name) {
  let found = { extent: 4096, points: [] };
  new MvtFields(bytes).each((field, layer) => {
    if (field !== 3) return;
    const read = { name: "", extent: 4096, keys: [], values: [], features: [] };
    layer.each((part, value) => {
      if (part === 1) read.name = value.text();
      else if (part === 2) read.features.push(value);
      else if (part === 3) read.keys.push(value.text());
      else if (part === 4) read.values.push(mvtValue(value));
      else if (part === 5) read.extent = value;
    });
    if (read.name === name) found = { extent: read.extent, points: read.features.map((feature) => mvtPoint(feature, read)) };
  });
  return found;
}

function mvtPoint(feature, { keys, values }) {
  const point = { x: 0, y: 0, values: {} };
  feature.each((field, part) => {
    if (field === 2) {
      const tags = part.numbers();
      for (let i = 0; i < tags.length; i += 2) point.values[keys[tags[i]]] = values[tags[i + 1]];
    } else if (field === 4) {
      const [, x, y] = part.numbers();
      point.x = mvtZigzag(x);
      point.y = mvtZigzag(y);
    }
  });
  return point;
}
