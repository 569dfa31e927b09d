// Whole numbers in 7 bits a byte, least significant first (as in protocol buffers). Pure.

/**
 * Reads one number after another. Beyond 2^53 a number is not exact.
 * @param {Uint8Array} bytes @returns {{next: () => number, ended: () => boolean}}
 */
export function varintReader(bytes) {
  let at = 0;
  return {
    next() {
      let value = 0;
      let factor = 1;
      let byte;
      do {
        byte = bytes[at];
        at += 1;
        value += (byte & 127) * factor;
        factor *= 128;
      } while (byte > 127);
      return value;
    },
    ended: () => at >= bytes.length,
  };
}

/** The signed number that a zigzag one stands for: 0, -1, 1, -2, … @param {number} value */
export const fromZigzag = (value) => (value % 2 ? -(value + 1) / 2 : value / 2);
