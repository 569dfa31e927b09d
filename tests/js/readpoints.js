// The days of packed points, for tests/webmap/test_slider.py: node readpoints.js VALUES.json

import { readFileSync } from "node:fs";

import { readPoints } from "../../mapapp/webmap/static/points-data.js";

const points = readPoints(JSON.parse(readFileSync(process.argv[2], "utf8")));
const rows = Array.from({ length: points.dated }, (_, i) => points.days.map((column) => column[i]));
process.stdout.write(JSON.stringify(rows));
