package dev.quoin.server.grpc;

import com.google.protobuf.UnknownFieldSet;
import dev.quoin.api.rental.v1.CancelRequest;
import dev.quoin.api.rental.v1.ExtendRequest;
import dev.quoin.api.rental.v1.SettleRequest;
import dev.quoin.feel.Place;
import dev.quoin.ratebook.source.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The fields of a message as inputs of a ratebook: by the same words, with blanks for underscores. Of a field the model knows the
/// type; what was not sent does not stand there. A field is its own place.
final class GrpcInputs {
  private static final Place REQUEST = new Place("request", 0, 0);

  private final List<Node.Mapping.Entry> entries = new ArrayList<>(16);

  static Node of(dev.quoin.api.rental.v1.Inputs inputs) {
    GrpcInputs fields = new GrpcInputs();
    fields.add(inputs.hasStart(), "start", inputs.getStart());
    fields.add(inputs.hasEnd(), "end", inputs.getEnd());
    fields.add(inputs.hasModel(), "model", inputs.getModel());
    fields.add(inputs.hasDistance(), "distance", inputs.getDistance());
    fields.add(inputs.hasOneWayDistance(), "one way distance", inputs.getOneWayDistance());
    fields.add(inputs.hasUtilisation(), "utilisation", inputs.getUtilisation());
    fields.add(inputs.hasMembership(), "membership", inputs.getMembership());
    fields.add(inputs.hasCouponPercent(), "coupon percent", inputs.getCouponPercent());
    fields.add(inputs.hasCouponAmount(), "coupon amount", inputs.getCouponAmount());
    fields.add(inputs.hasBirthDate(), "birth date", inputs.getBirthDate());
    fields.add(inputs.hasLicenceDate(), "licence date", inputs.getLicenceDate());
    return fields.with(inputs.getOthersMap(), inputs.getUnknownFields());
  }

  static Node of(dev.quoin.api.waiver.v1.Inputs inputs) {
    GrpcInputs fields = new GrpcInputs();
    fields.add(inputs.hasStart(), "start", inputs.getStart());
    fields.add(inputs.hasEnd(), "end", inputs.getEnd());
    fields.add(inputs.hasModel(), "model", inputs.getModel());
    fields.add(inputs.hasDeductible(), "deductible", inputs.getDeductible());
    fields.add(inputs.hasBirthDate(), "birth date", inputs.getBirthDate());
    fields.add(inputs.hasLicenceDate(), "licence date", inputs.getLicenceDate());
    return fields.with(inputs.getOthersMap(), inputs.getUnknownFields());
  }

  static Node of(ExtendRequest request) {
    GrpcInputs fields = new GrpcInputs();
    fields.add("end", request.getEnd());
    return fields.with(request.getOthersMap(), request.getUnknownFields());
  }

  static Node of(SettleRequest request) {
    GrpcInputs fields = new GrpcInputs();
    fields.add("returned at", request.getReturnedAt());
    fields.add("driven distance", request.getDrivenDistance());
    return fields.with(request.getOthersMap(), request.getUnknownFields());
  }

  static Node of(CancelRequest request) {
    GrpcInputs fields = new GrpcInputs();
    fields.add("cancelled at", request.getCancelledAt());
    fields.add("paid at", request.getPaidAt());
    return fields.with(request.getOthersMap(), request.getUnknownFields());
  }

  /// Of a field that is not sent where it is empty.
  private void add(String name, String text) {
    add(!text.isEmpty(), name, text);
  }

  private void add(boolean sent, String name, String text) {
    if (sent) {
      Place place = new Place(name, 0, 0);
      entries.add(
          new Node.Mapping.Entry(name, new Node.Scalar(Node.Kind.FIELD, text, place), place));
    }
  }

  /// @param unknown what a caller with a later version sent, which no ratebook of ours asks for
  private Node with(Map<String, String> others, UnknownFieldSet unknown) {
    others.forEach((name, text) -> add(true, name, text));
    unknown.asMap().keySet().forEach(number -> add(true, "field number " + number, ""));
    return new Node.Mapping(entries, REQUEST);
  }
}
