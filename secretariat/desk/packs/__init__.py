"""What somebody who begins is given: the welcome pack of a seat, the handover pack of a Chair."""
