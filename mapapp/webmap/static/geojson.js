// What the View shows as GeoJSON, for the reader to save. Pure.

/**
 * One feature for each event shown, with the positions of its places, and one for each of these places.
 * @param {object} atlas
 * @param {{events: object[]}} result
 * @returns {object} a GeoJSON FeatureCollection
 */
export function shownGeojson(atlas, result) {
  const placeIds = new Set(result.events.flatMap((event) => event.places));
  const places = [...placeIds].map((id) => atlas.placeById.get(id)).filter(Boolean);
  return {
    type: "FeatureCollection",
    attribution: atlas.atlas.attribution,
    license: atlas.atlas.license,
    features: [...result.events.map((event) => eventFeature(event, atlas)), ...places.map(placeFeature)],
  };
}

function eventFeature(event, atlas) {
  const geometries = event.places.map((id) => positionOf(atlas.placeById.get(id))).filter(Boolean);
  return {
    type: "Feature",
    id: event.id,
    geometry: geometries.length > 1 ? { type: "GeometryCollection", geometries } : geometries[0] ?? null,
    properties: {
      record: "event", when: event.edtf ?? null, kind: event.kind, title: event.title, summary: event.summary ?? {},
      actors: event.actors, places: event.places, certainty: event.certainty, citations: event.citations,
    },
  };
}

function placeFeature(place) {
  return {
    type: "Feature",
    id: place.id,
    geometry: place.geometry ?? positionOf(place),
    properties: {
      record: "place", kind: place.kind, names: place.names.map(({ name, lang }) => ({ name, lang })),
      precision: place.precision, geometry_source: place.geometry_source ?? null, country_shape: place.shape,
      citations: place.citations,
    },
  };
}

function positionOf(place) {
  if (place?.geometry?.type === "Point") return place.geometry;
  return place?.label ? { type: "Point", coordinates: place.label } : null;
}
